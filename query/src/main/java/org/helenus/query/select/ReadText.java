package org.helenus.query.select;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.query.Parameters;
import org.helenus.query.expression.Scope;
import org.helenus.query.restriction.Filter;
import org.helenus.query.restriction.PartitionRestrictions;
import org.helenus.query.restriction.Restriction;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;

/// What a `SELECT` reads, as the CQL by which Cassandra names it in warnings: the columns that are fetched, whatever is
/// made of them, and the limit of the page.
public final class ReadText {
    private final SelectPlan plan;
    private final Parameters parameters;
    private final Scope scope;
    private final RestrictionText text;

    private ReadText(SelectPlan plan, Parameters parameters, Scope scope) {
        this.plan = plan;
        this.parameters = parameters;
        this.scope = scope;
        text = new RestrictionText(scope);
    }

    public static String of(SelectPlan plan, Parameters parameters, Scope scope) {
        return new ReadText(plan, parameters, scope).text();
    }

    private String text() {
        List<String> restrictions = restrictions();
        String where = restrictions.isEmpty() ? "" : " WHERE " + String.join(" AND ", restrictions);
        return "SELECT " + columns() + " FROM " + plan.table() + where + order() + limits() + " ALLOW FILTERING";
    }

    private String columns() {
        TableMetadata table = plan.table();
        List<ColumnMetadata> others = table.columns().stream()
                .filter(column -> !column.isPrimaryKey())
                .toList();
        List<ColumnMetadata> fetched =
                others.stream().filter(plan.slots().columns()::contains).toList();
        return fetched.isEmpty() || fetched.size() == others.size()
                ? "*"
                : fetched.stream().map(ColumnMetadata::name).collect(joining(", "));
    }

    private List<String> restrictions() {
        var all = new ArrayList<String>();
        switch (plan.where().partitions()) {
            case PartitionRestrictions.Keys keys -> all.add(text.restrictions(keys.components()));
            case PartitionRestrictions.Tokens(var lower, var upper) -> {
                String token = "token("
                        + plan.table().partitionKey().stream()
                                .map(ColumnMetadata::name)
                                .collect(joining(", "))
                        + ") ";
                lower.ifPresent(bound -> all.add(token + (bound.inclusive() ? ">= " : "> ") + text.token(bound)));
                upper.ifPresent(bound -> all.add(token + (bound.inclusive() ? "<= " : "< ") + text.token(bound)));
            }
        }
        var clustering = new ArrayList<Restriction>(plan.where().clustering().prefix());
        plan.where().clustering().slice().ifPresent(clustering::add);
        if (!clustering.isEmpty()) {
            all.add(text.restrictions(clustering));
        }
        for (Filter filter : plan.where().filters()) {
            all.add(text.filter(filter));
        }
        return all;
    }

    private String order() {
        return plan.reversed()
                ? plan.table().clustering().stream()
                        .map(column -> column.name() + (column.descending() ? " ASC" : " DESC"))
                        .collect(joining(", ", " ORDER BY ", ""))
                : "";
    }

    private String limits() {
        Optional<Integer> ofPartition =
                plan.distinct() ? Optional.of(1) : PageReader.limit(plan.perPartitionLimit(), scope);
        int limit = plan.gathers()
                ? Integer.MAX_VALUE
                : PageReader.limit(plan.limit(), scope).orElse(Integer.MAX_VALUE);
        int most = parameters.pageSize() > 0 ? Math.min(limit, parameters.pageSize()) : limit;
        return ofPartition.map(rows -> " PER PARTITION LIMIT " + rows).orElse("")
                + (most == Integer.MAX_VALUE ? "" : " LIMIT " + most);
    }
}
