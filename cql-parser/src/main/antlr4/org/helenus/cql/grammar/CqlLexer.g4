/// The tokens of CQL 3.4.7.
///
/// Keywords match in any case. A sign belongs to the number that follows it directly, as in Cassandra: `a-1` is a name and
/// a negative integer. What cannot be read becomes a token too (UNTERMINATED_…, UNKNOWN), so that the reader of the
/// tokens can say what was wrong and where.
lexer grammar CqlLexer;

options { caseInsensitive = true; }

@members {
/// Gives the two dots of `1..2` back, so that they become a RANGE.
private void integerBeforeRange() {
    _input.seek(_input.index() - 2);
    getInterpreter().setCharPositionInLine(getInterpreter().getCharPositionInLine() - 2);
}
}

// Reserved words: never a name unless quoted.
K_ADD: 'ADD';
K_ALLOW: 'ALLOW';
K_ALTER: 'ALTER';
K_AND: 'AND';
K_APPLY: 'APPLY';
K_ASC: 'ASC';
K_AUTHORIZE: 'AUTHORIZE';
K_BATCH: 'BATCH';
K_BEGIN: 'BEGIN';
K_BY: 'BY';
K_CREATE: 'CREATE';
K_DELETE: 'DELETE';
K_DESC: 'DESC';
K_DESCRIBE: 'DESCRIBE';
K_DROP: 'DROP';
K_ENTRIES: 'ENTRIES';
K_EXECUTE: 'EXECUTE';
K_FROM: 'FROM';
K_FULL: 'FULL';
K_GRANT: 'GRANT';
K_IF: 'IF';
K_IN: 'IN';
K_INDEX: 'INDEX';
K_INSERT: 'INSERT';
K_INTO: 'INTO';
K_IS: 'IS';
K_KEYSPACE: 'KEYSPACE';
K_LIMIT: 'LIMIT';
K_MATERIALIZED: 'MATERIALIZED';
K_MODIFY: 'MODIFY';
K_NORECURSIVE: 'NORECURSIVE';
K_NOT: 'NOT';
K_NULL: 'NULL';
K_OF: 'OF';
K_ON: 'ON';
K_OR: 'OR';
K_ORDER: 'ORDER';
K_PRIMARY: 'PRIMARY';
K_RENAME: 'RENAME';
K_REVOKE: 'REVOKE';
K_SCHEMA: 'SCHEMA';
K_SELECT: 'SELECT';
K_SET: 'SET';
K_TO: 'TO';
K_TOKEN: 'TOKEN';
K_TRUNCATE: 'TRUNCATE';
K_UNLOGGED: 'UNLOGGED';
K_UPDATE: 'UPDATE';
K_USE: 'USE';
K_USING: 'USING';
K_VIEW: 'VIEW';
K_WHERE: 'WHERE';
K_WITH: 'WITH';
K_COLUMNFAMILY: 'COLUMNFAMILY' | 'TABLE';
K_POSITIVE_NAN: 'NAN';
K_NEGATIVE_NAN: '-NAN';
K_POSITIVE_INFINITY: 'INFINITY';
K_NEGATIVE_INFINITY: '-INFINITY';

// Words that are names where no statement needs them.
K_ACCESS: 'ACCESS';
K_AGGREGATE: 'AGGREGATE';
K_AGGREGATES: 'AGGREGATES';
K_ALL: 'ALL';
K_ANALYZE: 'ANALYZE';
K_ANN: 'ANN';
K_AS: 'AS';
K_CALLED: 'CALLED';
K_CIDRS: 'CIDRS';
K_CLUSTER: 'CLUSTER';
K_CLUSTERING: 'CLUSTERING';
K_COMPACT: 'COMPACT';
K_CONTAINS: 'CONTAINS';
K_CUSTOM: 'CUSTOM';
K_DATACENTERS: 'DATACENTERS';
K_DEFAULT: 'DEFAULT';
K_EXISTS: 'EXISTS';
K_EXPLAIN: 'EXPLAIN';
K_FILTERING: 'FILTERING';
K_FINALFUNC: 'FINALFUNC';
K_FROZEN: 'FROZEN';
K_FUNCTION: 'FUNCTION';
K_FUNCTIONS: 'FUNCTIONS';
K_GROUP: 'GROUP';
K_HASHED: 'HASHED';
K_IDENTITY: 'IDENTITY';
K_INITCOND: 'INITCOND';
K_INPUT: 'INPUT';
K_INTERNALS: 'INTERNALS';
K_KEYS: 'KEYS';
K_KEYSPACES: 'KEYSPACES';
K_LANGUAGE: 'LANGUAGE';
K_LIKE: 'LIKE';
K_LIST: 'LIST';
K_LOGIN: 'LOGIN';
K_MAP: 'MAP';
K_MASKED: 'MASKED';
K_MBEAN: 'MBEAN';
K_MBEANS: 'MBEANS';
K_NOLOGIN: 'NOLOGIN';
K_NOSUPERUSER: 'NOSUPERUSER';
K_ONLY: 'ONLY';
K_OPTIONS: 'OPTIONS';
K_PARTITION: 'PARTITION';
K_PASSWORD: 'PASSWORD';
K_PER: 'PER';
K_PERMISSION: 'PERMISSION';
K_PERMISSIONS: 'PERMISSIONS';
K_REPLACE: 'REPLACE';
K_RETURNS: 'RETURNS';
K_ROLE: 'ROLE';
K_ROLES: 'ROLES';
K_SELECT_MASKED: 'SELECT_MASKED';
K_SFUNC: 'SFUNC';
K_STATIC: 'STATIC';
K_STORAGE: 'STORAGE';
K_STYPE: 'STYPE';
K_SUPERUSER: 'SUPERUSER';
K_TRIGGER: 'TRIGGER';
K_TUPLE: 'TUPLE';
K_TYPE: 'TYPE';
K_TYPES: 'TYPES';
K_UNMASK: 'UNMASK';
K_UNSET: 'UNSET';
K_USER: 'USER';
K_USERS: 'USERS';
K_VALUES: 'VALUES';
K_VECTOR: 'VECTOR';
K_TABLES: 'TABLES' | 'COLUMNFAMILIES';

// Words that are names too, but not of functions.
K_CAST: 'CAST';
K_COUNT: 'COUNT';
K_DISTINCT: 'DISTINCT';
K_JSON: 'JSON';
K_KEY: 'KEY';
K_MAXWRITETIME: 'MAXWRITETIME';
K_TTL: 'TTL';
K_WRITETIME: 'WRITETIME';

// The words for types: names too, but not of user types.
K_ASCII: 'ASCII';
K_BIGINT: 'BIGINT';
K_BLOB: 'BLOB';
K_BOOLEAN: 'BOOLEAN';
K_COUNTER: 'COUNTER';
K_DATE: 'DATE';
K_DECIMAL: 'DECIMAL';
K_DOUBLE: 'DOUBLE';
K_DURATION: 'DURATION';
K_FLOAT: 'FLOAT';
K_INET: 'INET';
K_INT: 'INT';
K_SMALLINT: 'SMALLINT';
K_TEXT: 'TEXT';
K_TIME: 'TIME';
K_TIMESTAMP: 'TIMESTAMP';
K_TIMEUUID: 'TIMEUUID';
K_TINYINT: 'TINYINT';
K_UUID: 'UUID';
K_VARCHAR: 'VARCHAR';
K_VARINT: 'VARINT';

LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
LBRACE: '{';
RBRACE: '}';
COMMA: ',';
COLON: ':';
SEMICOLON: ';';
DOT: '.';
RANGE: '..';
QMARK: '?';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
PERCENT: '%';
ADD_ASSIGN: '+=';
SUBTRACT_ASSIGN: '-=';
EQ: '=';
NEQ: '!=';
LT: '<';
LTE: '<=';
GT: '>';
GTE: '>=';

STRING_LITERAL
    : '\'' ( ~'\'' | '\'\'' )* '\''
    | '$$' .*? '$$'
    ;

QUOTED_NAME: '"' ( ~'"' | '""' )+ '"';
EMPTY_QUOTED_NAME: '""';

INTEGER: '-'? DIGIT+;
INTEGER_BEFORE_RANGE: '-'? DIGIT+ '..' { integerBeforeRange(); } -> type(INTEGER);
// `1...` is the float `1.` before a range: it ends where the range begins.
FLOAT_BEFORE_RANGE: '-'? DIGIT+ '...' { integerBeforeRange(); } -> type(FLOAT);
FLOAT
    : '-'? DIGIT+ '.' DIGIT* EXPONENT?
    | '-'? DIGIT+ EXPONENT
    ;
BOOLEAN: 'TRUE' | 'FALSE';
DURATION
    : '-'? ( DIGIT+ DURATION_UNIT )+
    | '-'? ISO_P DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT '-' DIGIT DIGIT ISO_T DIGIT DIGIT ':' DIGIT DIGIT ':' DIGIT DIGIT
    | '-'? ISO_P ISO_TIME
    | '-'? ISO_P DIGIT+ ISO_W
    | '-'? ISO_P ISO_DATE ISO_TIME?
    ;
IDENT: LETTER ( LETTER | DIGIT | '_' )*;
HEXNUMBER: '0X' HEX*;
UUID: HEX4 HEX4 '-' HEX4 '-' HEX4 '-' HEX4 '-' HEX4 HEX4 HEX4;

WS: [ \t\n\r]+ -> channel(HIDDEN);
COMMENT: ( '--' | '//' ) ~[\n\r]* -> channel(HIDDEN);
MULTILINE_COMMENT: '/*' .*? '*/' -> channel(HIDDEN);

UNTERMINATED_STRING: '\'' ( ~'\'' | '\'\'' )*;
UNTERMINATED_DOLLAR_STRING: '$$' ( ~'$' | '$' ~'$' )* '$'?;
UNTERMINATED_NAME: '"' ( ~'"' | '""' )*;
UNTERMINATED_COMMENT: '/*' ( ~'*' | '*'+ ~[*/] )* '*'*;
UNKNOWN: .;

fragment DIGIT: [0-9];
fragment LETTER: [A-Z];
fragment HEX: [A-F0-9];
fragment HEX4: HEX HEX HEX HEX;
fragment EXPONENT: 'E' [+-]? DIGIT+;
fragment DURATION_UNIT: 'Y' | 'MO' | 'W' | 'D' | 'H' | 'M' | 'S' | 'MS' | 'US' | MICRO 'S' | 'NS';
fragment MICRO options { caseInsensitive = false; }: '\u00B5';

// ISO 8601 durations are written in capitals; in small letters they are names.
fragment ISO_P options { caseInsensitive = false; }: 'P';
fragment ISO_T options { caseInsensitive = false; }: 'T';
fragment ISO_W options { caseInsensitive = false; }: 'W';
fragment ISO_DATE options { caseInsensitive = false; }
    : DIGIT+ 'Y' ( DIGIT+ 'M' )? ( DIGIT+ 'D' )?
    | DIGIT+ 'M' ( DIGIT+ 'D' )?
    | DIGIT+ 'D'
    ;
fragment ISO_TIME options { caseInsensitive = false; }
    : 'T' DIGIT+ 'H' ( DIGIT+ 'M' )? ( DIGIT+ 'S' )?
    | 'T' DIGIT+ 'M' ( DIGIT+ 'S' )?
    | 'T' DIGIT+ 'S'
    ;
