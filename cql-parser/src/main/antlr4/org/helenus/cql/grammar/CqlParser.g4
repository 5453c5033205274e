/// The statements of CQL 3.4.7, as Cassandra 5.0 reads them.
///
/// Where two readings are possible the earlier alternative is meant. What a grammar says badly (the same property twice,
/// permissions that a resource does not have) the builders of the tree check.
parser grammar CqlParser;

options { tokenVocab = CqlLexer; }

query: statement SEMICOLON* EOF;

statement
    : select
    | insert
    | update
    | delete
    | batch
    | use
    | truncate
    | createKeyspace
    | alterKeyspace
    | dropKeyspace
    | createTable
    | alterTable
    | dropTable
    | createType
    | alterType
    | dropType
    | createIndex
    | dropIndex
    | createMaterializedView
    | alterMaterializedView
    | dropMaterializedView
    | createFunction
    | dropFunction
    | createAggregate
    | dropAggregate
    | createTrigger
    | dropTrigger
    | grantPermissions
    | revokePermissions
    | listPermissions
    | grantRole
    | revokeRole
    | listRoles
    | createRole
    | alterRole
    | dropRole
    | createUser
    | alterUser
    | dropUser
    | listUsers
    | addIdentity
    | dropIdentity
    | describe
    | explain
    ;

use: K_USE keyspaceName;

truncate: K_TRUNCATE K_COLUMNFAMILY? tableName;

ifNotExists: K_IF K_NOT K_EXISTS;

ifExists: K_IF K_EXISTS;

// --- SELECT ---

select
    : K_SELECT K_JSON? K_DISTINCT? selection K_FROM tableName whereClause?
      ( K_GROUP K_BY selector ( COMMA selector )* )?
      ( K_ORDER K_BY ordering ( COMMA ordering )* )?
      ( K_PER K_PARTITION K_LIMIT perPartitionLimit = integerTerm )?
      ( K_LIMIT limit = integerTerm )?
      ( K_ALLOW K_FILTERING )?
    ;

selection: STAR | selectedColumn ( COMMA selectedColumn )*;

selectedColumn: selector ( K_AS name )?;

ordering: column ( K_ANN K_OF term )? ( K_ASC | K_DESC )?;

selector: selectorProduct ( ( PLUS | MINUS ) selectorProduct )*;

selectorProduct: selectorGroup ( ( STAR | SLASH | PERCENT ) selectorGroup )*;

selectorGroup
    : simpleSelector selectorModifier*
    | MINUS selectorGroup
    ;

selectorModifier
    : DOT name                            # fieldModifier
    | LBRACKET term RBRACKET              # elementModifier
    | LBRACKET from = term RANGE to = term? RBRACKET # sliceModifier
    | LBRACKET RANGE to = term RBRACKET   # sliceModifier
    ;

simpleSelector
    : name                                                                  # columnSelector
    | constant                                                              # constantSelector
    | K_NULL                                                                # nullSelector
    | marker                                                                # markerSelector
    | K_COUNT LPAREN STAR RPAREN                                            # countAllSelector
    | ( K_MAXWRITETIME | K_WRITETIME | K_TTL ) LPAREN name selectorModifier* RPAREN # cellAttributeSelector
    | K_CAST LPAREN selector K_AS nativeType RPAREN                         # castSelector
    | functionName LPAREN ( selector ( COMMA selector )* )? RPAREN          # functionSelector
    | LPAREN type RPAREN simpleSelector                                     # typeHintSelector
    | LPAREN selector ( COMMA selector )* RPAREN                            # tupleSelector
    | LBRACKET ( selector ( COMMA selector )* )? RBRACKET                   # listSelector
    | LBRACE ( selector ( COMMA selector )* )? RBRACE                       # setSelector
    | LBRACE selectorEntry ( COMMA selectorEntry )* RBRACE                  # mapSelector
    ;

selectorEntry: key = selector COLON value = selector;

// --- WHERE and IF ---

whereClause: K_WHERE relation ( K_AND relation )*;

relation
    : column comparisonOperator term                                        # comparisonRelation
    | column K_LIKE term                                                    # likeRelation
    | column K_IS K_NOT K_NULL                                              # notNullRelation
    | column K_IN inValues                                                  # inRelation
    | column K_CONTAINS K_KEY? term                                         # containsRelation
    | column LBRACKET term RBRACKET comparisonOperator term                 # elementRelation
    | K_TOKEN columnTuple comparisonOperator term                           # tokenRelation
    | columnTuple comparisonOperator ( tupleLiteral | marker )              # tupleRelation
    | columnTuple K_IN tupleInValues                                        # tupleInRelation
    | IDENT LPAREN indexName COMMA term RPAREN                              # customIndexRelation
    | LPAREN relation RPAREN                                                # nestedRelation
    ;

comparisonOperator: EQ | NEQ | LT | LTE | GT | GTE;

columnTuple: LPAREN column ( COMMA column )* RPAREN;

inValues
    : marker
    | LPAREN ( term ( COMMA term )* )? RPAREN
    ;

tupleInValues
    : marker
    | LPAREN ( tupleLiteral ( COMMA tupleLiteral )* | marker ( COMMA marker )* )? RPAREN
    ;

ifConditions: ifExists | K_IF condition ( K_AND condition )*;

condition
    : column comparisonOperator term                                        # comparisonCondition
    | column K_CONTAINS K_KEY? term                                         # containsCondition
    | column K_IN inValues                                                  # inCondition
    | column LBRACKET term RBRACKET comparisonOperator term                 # elementCondition
    | column LBRACKET term RBRACKET K_IN inValues                           # elementInCondition
    | column DOT name comparisonOperator term                               # fieldCondition
    | column DOT name K_IN inValues                                         # fieldInCondition
    ;

// --- INSERT, UPDATE, DELETE, BATCH ---

insert
    : K_INSERT K_INTO tableName LPAREN column ( COMMA column )* RPAREN
      K_VALUES LPAREN term ( COMMA term )* RPAREN ifNotExists? using?       # insertValues
    | K_INSERT K_INTO tableName K_JSON ( STRING_LITERAL | marker )
      ( K_DEFAULT ( K_NULL | K_UNSET ) )? ifNotExists? using?               # insertJson
    ;

using: K_USING usingItem ( K_AND usingItem )*;

usingItem: ( K_TIMESTAMP | K_TTL ) integerTerm;

update
    : K_UPDATE tableName using? K_SET assignment ( COMMA assignment )* whereClause ifConditions?
    ;

assignment
    : column EQ value = term ( PLUS again = column )?                       # setAssignment
    | column EQ again = column ( PLUS | MINUS ) term                        # changeAssignment
    // `c = c -1`: the sign belongs to the number.
    | column EQ again = column INTEGER                                      # countAssignment
    | column ( ADD_ASSIGN | SUBTRACT_ASSIGN ) term                          # shorthandAssignment
    | column LBRACKET key = term RBRACKET EQ value = term                   # elementAssignment
    | column DOT name EQ term                                               # fieldAssignment
    ;

delete
    : K_DELETE ( deletion ( COMMA deletion )* )? K_FROM tableName
      ( K_USING K_TIMESTAMP timestamp = integerTerm )? whereClause ifConditions?
    ;

deletion
    : column                                                                # columnDeletion
    | column LBRACKET term RBRACKET                                         # elementDeletion
    | column DOT name                                                       # fieldDeletion
    ;

batch
    : K_BEGIN ( K_UNLOGGED | K_COUNTER )? K_BATCH using? ( modification SEMICOLON? )* K_APPLY K_BATCH
    ;

modification: insert | update | delete;

// --- Keyspaces, tables, types ---

keyspaceWord: K_KEYSPACE | K_SCHEMA;

createKeyspace: K_CREATE keyspaceWord ifNotExists? keyspaceName K_WITH properties;

alterKeyspace: K_ALTER keyspaceWord ifExists? keyspaceName K_WITH properties;

dropKeyspace: K_DROP keyspaceWord ifExists? keyspaceName;

createTable
    : K_CREATE K_COLUMNFAMILY ifNotExists? tableName LPAREN tableElement ( COMMA tableElement? )* RPAREN
      ( K_WITH tableProperty ( K_AND tableProperty )* )?
    ;

tableElement
    : columnDefinition ( K_PRIMARY K_KEY )?
    | primaryKey
    ;

columnDefinition: name type K_STATIC? columnMask?;

columnMask
    : K_MASKED K_WITH K_DEFAULT                                             # defaultMask
    | K_MASKED K_WITH functionName LPAREN ( term ( COMMA term )* )? RPAREN  # functionMask
    ;

primaryKey: K_PRIMARY K_KEY LPAREN partitionKey ( COMMA name )* RPAREN;

partitionKey: name | LPAREN name ( COMMA name )* RPAREN;

tableProperty
    : property
    | K_COMPACT K_STORAGE
    | K_CLUSTERING K_ORDER K_BY LPAREN clusteringOrder ( COMMA clusteringOrder )* RPAREN
    ;

clusteringOrder: name ( K_ASC | K_DESC );

alterTable: K_ALTER K_COLUMNFAMILY ifExists? tableName tableAlteration;

tableAlteration
    : K_ALTER ifExists? column K_TYPE type                                  # changeType
    | K_ALTER ifExists? column columnMask                                   # maskColumn
    | K_ALTER ifExists? column K_DROP K_MASKED                              # unmaskColumn
    | K_ADD ifNotExists? ( columnDefinition | LPAREN columnDefinition ( COMMA columnDefinition )* RPAREN ) # addColumns
    | K_DROP K_COMPACT K_STORAGE                                            # dropCompactStorage
    | K_DROP ifExists? ( name | LPAREN name ( COMMA name )* RPAREN )
      ( K_USING K_TIMESTAMP INTEGER )?                                      # dropColumns
    | K_RENAME ifExists? rename ( K_AND rename )*                           # renameColumns
    | K_WITH properties                                                     # setProperties
    ;

rename: from = name K_TO to = name;

dropTable: K_DROP K_COLUMNFAMILY ifExists? tableName;

createType
    : K_CREATE K_TYPE ifNotExists? userTypeName LPAREN fieldDefinition ( COMMA fieldDefinition? )* RPAREN
    ;

fieldDefinition: name type;

alterType: K_ALTER K_TYPE ifExists? userTypeName typeAlteration;

typeAlteration
    : K_ALTER name K_TYPE type                                              # changeFieldType
    | K_ADD ifNotExists? fieldDefinition                                    # addField
    | K_RENAME ifExists? rename ( K_AND rename )*                           # renameFields
    ;

dropType: K_DROP K_TYPE ifExists? userTypeName;

properties: property ( K_AND property )*;

property: name EQ ( constant | unreservedKeyword | mapLiteral );

// --- Indexes, views, functions, triggers ---

createIndex
    : K_CREATE K_CUSTOM? K_INDEX ifNotExists? indexName? K_ON tableName
      LPAREN ( indexTarget ( COMMA indexTarget )* )? RPAREN
      ( K_USING STRING_LITERAL )? ( K_WITH properties )?
    ;

indexTarget: ( K_VALUES | K_KEYS | K_ENTRIES | K_FULL ) LPAREN column RPAREN | column;

dropIndex: K_DROP K_INDEX ifExists? qualifiedIndexName;

createMaterializedView
    : K_CREATE K_MATERIALIZED K_VIEW ifNotExists? view = tableName K_AS
      K_SELECT selection K_FROM base = tableName whereClause? primaryKey
      ( K_WITH tableProperty ( K_AND tableProperty )* )?
    ;

alterMaterializedView: K_ALTER K_MATERIALIZED K_VIEW ifExists? tableName K_WITH properties;

dropMaterializedView: K_DROP K_MATERIALIZED K_VIEW ifExists? tableName;

createFunction
    : K_CREATE ( K_OR K_REPLACE )? K_FUNCTION ifNotExists? functionName
      LPAREN ( fieldDefinition ( COMMA fieldDefinition )* )? RPAREN
      ( K_RETURNS K_NULL | K_CALLED ) K_ON K_NULL K_INPUT
      K_RETURNS type K_LANGUAGE language = IDENT K_AS body = STRING_LITERAL
    ;

dropFunction: K_DROP K_FUNCTION ifExists? functionName argumentTypes?;

createAggregate
    : K_CREATE ( K_OR K_REPLACE )? K_AGGREGATE ifNotExists? functionName argumentTypes
      K_SFUNC stateFunction = simpleFunctionName K_STYPE type
      ( K_FINALFUNC finalFunction = simpleFunctionName )? ( K_INITCOND term )?
    ;

dropAggregate: K_DROP K_AGGREGATE ifExists? functionName argumentTypes?;

argumentTypes: LPAREN ( type ( COMMA type )* )? RPAREN;

createTrigger: K_CREATE K_TRIGGER ifNotExists? name K_ON tableName K_USING STRING_LITERAL;

dropTrigger: K_DROP K_TRIGGER ifExists? name K_ON tableName;

// --- Roles and permissions ---

grantPermissions: K_GRANT permissions K_ON resource K_TO roleName;

revokePermissions: K_REVOKE permissions K_ON resource K_FROM roleName;

listPermissions: K_LIST permissions ( K_ON resource )? ( K_OF roleName )? K_NORECURSIVE?;

permissions
    : K_ALL K_PERMISSIONS?
    | permission K_PERMISSION? ( COMMA permission K_PERMISSION? )*
    ;

permission
    : K_CREATE | K_ALTER | K_DROP | K_SELECT | K_MODIFY | K_AUTHORIZE | K_DESCRIBE | K_EXECUTE | K_UNMASK | K_SELECT_MASKED
    ;

resource
    : K_ALL K_KEYSPACES                                                     # allKeyspacesResource
    | keyspaceWord keyspaceName                                             # keyspaceResource
    | K_ALL K_TABLES K_IN keyspaceWord keyspaceName                         # allTablesResource
    | K_ALL K_ROLES                                                         # allRolesResource
    | K_ROLE roleName                                                       # roleResource
    | K_ALL K_FUNCTIONS ( K_IN keyspaceWord keyspaceName )?                 # allFunctionsResource
    | K_FUNCTION functionName argumentTypes                                 # functionResource
    | K_ALL K_MBEANS                                                        # allMBeansResource
    | ( K_MBEAN | K_MBEANS ) STRING_LITERAL                                 # mbeansResource
    | K_COLUMNFAMILY? tableName                                             # tableResource
    ;

grantRole: K_GRANT role = roleName K_TO grantee = roleName;

revokeRole: K_REVOKE role = roleName K_FROM grantee = roleName;

listRoles: K_LIST K_ROLES ( K_OF roleName )? K_NORECURSIVE?;

createRole: K_CREATE K_ROLE ifNotExists? roleName ( K_WITH roleOption ( K_AND roleOption )* )?;

alterRole: K_ALTER K_ROLE ifExists? roleName ( K_WITH roleOption ( K_AND roleOption )* )?;

dropRole: K_DROP K_ROLE ifExists? roleName;

roleOption
    : K_HASHED? K_PASSWORD EQ STRING_LITERAL                                # passwordOption
    | K_OPTIONS EQ mapLiteral                                               # optionsOption
    | K_SUPERUSER EQ BOOLEAN                                                # superuserOption
    | K_LOGIN EQ BOOLEAN                                                    # loginOption
    | K_ACCESS K_TO ( K_ALL K_DATACENTERS | K_DATACENTERS stringSet )       # datacentersOption
    | K_ACCESS K_FROM ( K_ALL K_CIDRS | K_CIDRS stringSet )                 # cidrsOption
    ;

stringSet: LBRACE STRING_LITERAL ( COMMA STRING_LITERAL )* RBRACE;

createUser: K_CREATE K_USER ifNotExists? userName userPassword? ( K_SUPERUSER | K_NOSUPERUSER )?;

alterUser: K_ALTER K_USER ifExists? userName userPassword? ( K_SUPERUSER | K_NOSUPERUSER )?;

userPassword: K_WITH K_HASHED? K_PASSWORD STRING_LITERAL;

dropUser: K_DROP K_USER ifExists? userName;

listUsers: K_LIST K_USERS;

addIdentity: K_ADD K_IDENTITY ifNotExists? identity K_TO K_ROLE role = identity;

dropIdentity: K_DROP K_IDENTITY ifExists? identity;

userName: IDENT | STRING_LITERAL | QUOTED_NAME;

identity: IDENT | STRING_LITERAL | QUOTED_NAME;

// --- DESCRIBE ---

describe: ( K_DESCRIBE | K_DESC ) describeTarget ( K_WITH K_INTERNALS )?;

describeTarget
    : K_CLUSTER                                                             # describeCluster
    | K_FULL? K_SCHEMA                                                      # describeSchema
    | K_KEYSPACES                                                           # describeKeyspaces
    | K_ONLY? K_KEYSPACE keyspaceName?                                      # describeKeyspace
    | K_TABLES                                                              # describeTables
    | K_COLUMNFAMILY tableName                                              # describeTable
    | K_INDEX tableName                                                     # describeIndex
    | K_MATERIALIZED K_VIEW tableName                                       # describeView
    | K_TYPES                                                               # describeTypes
    | K_TYPE userTypeName                                                   # describeType
    | K_FUNCTIONS                                                           # describeFunctions
    | K_FUNCTION functionName                                               # describeFunction
    | K_AGGREGATES                                                          # describeAggregates
    | K_AGGREGATE functionName                                              # describeAggregate
    | ( keyspace = name DOT )? element = name                               # describeElement
    ;

// Ours: Cassandra has no such statement.
explain: K_EXPLAIN K_ANALYZE? select;

// --- Terms ---

term: termProduct ( ( PLUS | MINUS ) termProduct )*;

termProduct: termGroup ( ( STAR | SLASH | PERCENT ) termGroup )*;

termGroup: MINUS? simpleTerm;

simpleTerm
    : constant                                                              # constantTerm
    | K_NULL                                                                # nullTerm
    | marker                                                                # markerTerm
    | LBRACKET ( term ( COMMA term )* )? RBRACKET                           # listTerm
    | LBRACE term ( COMMA term )* RBRACE                                    # setTerm
    | mapLiteral                                                            # mapTerm
    | LBRACE fieldValue ( COMMA fieldValue )* RBRACE                        # userTypeTerm
    | LPAREN type RPAREN simpleTerm                                         # typeHintTerm
    | tupleLiteral                                                          # tupleTerm
    | K_CAST LPAREN simpleTerm K_AS nativeType RPAREN                       # castTerm
    | functionName LPAREN ( term ( COMMA term )* )? RPAREN                  # functionTerm
    ;

// `{}` is read as an empty map and told from a set by who receives it.
mapLiteral: LBRACE ( mapEntry ( COMMA mapEntry )* )? RBRACE;

mapEntry: key = term COLON value = term;

fieldValue: name COLON term;

tupleLiteral: LPAREN term ( COMMA term )* RPAREN;

constant
    : STRING_LITERAL
    | INTEGER
    | FLOAT
    | BOOLEAN
    | DURATION
    | UUID
    | HEXNUMBER
    | K_POSITIVE_NAN
    | K_NEGATIVE_NAN
    | K_POSITIVE_INFINITY
    | K_NEGATIVE_INFINITY
    ;

integerTerm: INTEGER | marker;

marker: QMARK | COLON name;

// --- Types ---

type
    : nativeType                                                            # native
    | K_MAP LT key = type COMMA value = type GT                             # map
    | K_LIST LT type GT                                                     # list
    | K_SET LT type GT                                                      # set
    | K_TUPLE LT type ( COMMA type )* GT                                    # tuple
    | K_VECTOR LT type COMMA INTEGER GT                                     # vector
    | K_FROZEN LT type GT                                                   # frozen
    | userTypeName                                                          # userType
    | STRING_LITERAL                                                        # custom
    ;

// --- Names ---

keyspaceName: name | QMARK;

tableName: ( keyspaceName DOT )? objectName;

objectName: name | QMARK;

indexName: name | QMARK;

qualifiedIndexName: ( keyspaceName DOT )? indexName;

roleName: name | STRING_LITERAL | QMARK;

functionName: ( keyspaceName DOT )? simpleFunctionName;

simpleFunctionName
    : IDENT
    | QUOTED_NAME
    | basicUnreservedKeyword
    | nativeType
    | K_TOKEN
    | K_COUNT
    ;

userTypeName: ( name DOT )? simpleTypeName;

simpleTypeName
    : IDENT
    | QUOTED_NAME
    | basicUnreservedKeyword
    | K_KEY
    ;

// A column that is only referred to; very old tables have one without a name.
column: name | EMPTY_QUOTED_NAME;

name: IDENT | QUOTED_NAME | unreservedKeyword;

unreservedKeyword: basicUnreservedKeyword | nonFunctionKeyword | nativeType;

basicUnreservedKeyword
    : K_ACCESS | K_AGGREGATE | K_AGGREGATES | K_ALL | K_ANALYZE | K_ANN | K_AS | K_CALLED | K_CIDRS | K_CLUSTER | K_CLUSTERING
    | K_COMPACT | K_CONTAINS | K_CUSTOM | K_DATACENTERS | K_DEFAULT | K_EXISTS | K_EXPLAIN | K_FILTERING | K_FINALFUNC
    | K_FROZEN | K_FUNCTION | K_FUNCTIONS | K_GROUP | K_HASHED | K_IDENTITY | K_INITCOND | K_INPUT | K_INTERNALS
    | K_KEYS | K_KEYSPACES | K_LANGUAGE | K_LIKE | K_LIST | K_LOGIN | K_MAP | K_MASKED | K_MBEAN | K_MBEANS
    | K_NOLOGIN | K_NOSUPERUSER | K_ONLY | K_OPTIONS | K_PARTITION | K_PASSWORD | K_PER | K_PERMISSION
    | K_PERMISSIONS | K_REPLACE | K_RETURNS | K_ROLE | K_ROLES | K_SELECT_MASKED | K_SFUNC | K_STATIC | K_STORAGE
    | K_STYPE | K_SUPERUSER | K_TABLES | K_TRIGGER | K_TUPLE | K_TYPE | K_TYPES | K_UNMASK | K_UNSET | K_USER
    | K_USERS | K_VALUES | K_VECTOR
    ;

nonFunctionKeyword
    : K_CAST | K_COUNT | K_DISTINCT | K_JSON | K_KEY | K_MAXWRITETIME | K_TTL | K_WRITETIME
    ;

nativeType
    : K_ASCII | K_BIGINT | K_BLOB | K_BOOLEAN | K_COUNTER | K_DATE | K_DECIMAL | K_DOUBLE | K_DURATION | K_FLOAT
    | K_INET | K_INT | K_SMALLINT | K_TEXT | K_TIME | K_TIMESTAMP | K_TIMEUUID | K_TINYINT | K_UUID | K_VARCHAR
    | K_VARINT
    ;
