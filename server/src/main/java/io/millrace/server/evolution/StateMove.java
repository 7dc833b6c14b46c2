package io.millrace.server.evolution;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.data.Widening;
import io.millrace.dataflow.lineage.TableMeaning;
import io.millrace.dataflow.lineage.TableMeaning.Column;
import io.millrace.dataflow.lineage.TableMeaning.History;
import io.millrace.dataflow.lineage.TableMeaning.Initial;
import io.millrace.server.evolution.Correspondence.Match;
import io.millrace.state.TableMapping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** How the tables of one operator become those of another: table by table and column by column, by what they mean. */
final class StateMove {
    private final Map<String, List<DataType>> declared;
    private final Map<String, List<DataType>> stored;
    private final List<TableMapping> mappings = new ArrayList<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final Set<String> unfit = new LinkedHashSet<>();
    private final Set<String> dropped = new LinkedHashSet<>();

    private StateMove(Map<String, List<DataType>> stored, Map<String, List<DataType>> declared) {
        this.stored = stored;
        this.declared = declared;
    }

    /**
     * @param stored the types of the columns of the tables in the checkpoint
     * @param declared those of the tables of the new operator
     */
    static StateMove of(Match match, Map<String, List<DataType>> stored, Map<String, List<DataType>> declared) {
        StateMove move = new StateMove(stored, declared);
        if (match.now().tables().isEmpty() || match.then().tables().isEmpty()) {
            declared.forEach(move::byPosition);
        } else {
            move.byMeaning(match.then().tables().get(), match.now().tables().get());
        }
        return move;
    }

    List<TableMapping> mappings() {
        return mappings;
    }

    /** What the new operator needs and the old one did not keep. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /** What is there and cannot be used. */
    List<String> unfit() {
        return List.copyOf(unfit);
    }

    /** What the old operator kept and the new one does not need. */
    List<String> dropped() {
        return List.copyOf(dropped);
    }

    private void byPosition(String name, List<DataType> types) {
        List<DataType> then = stored.get(name);
        if (then == null) {
            return;
        }
        if (then.size() != types.size()) {
            unfit.add("its table '" + name + "' had " + then.size() + " columns, and has " + types.size());
            return;
        }
        List<Integer> columns = IntStream.range(0, types.size()).boxed().toList();
        columns.forEach(column -> check("column " + (column + 1), then.get(column), types.get(column)));
        mappings.add(new TableMapping(name, name, columns));
    }

    private void byMeaning(List<TableMeaning> then, List<TableMeaning> now) {
        Set<String> found = new LinkedHashSet<>();
        for (TableMeaning table : now) {
            then.stream()
                    .filter(other -> other.meaning().equals(table.meaning()) && stored.containsKey(other.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            other -> {
                                found.add(other.name());
                                columns(other, table);
                            },
                            () -> missing.add(words(table.meaning())));
        }
        then.stream()
                .filter(table -> !found.contains(table.name()))
                .forEach(table -> dropped.add(words(table.meaning())));
    }

    private void columns(TableMeaning then, TableMeaning now) {
        List<DataType> from = types(then, stored);
        List<DataType> to = types(now, declared);
        BitSet taken = new BitSet();
        List<Integer> columns = new ArrayList<>();
        for (int index = 0; index < now.columns().size(); index++) {
            Column column = now.columns().get(index);
            int source = find(then, column.meaning(), taken);
            if (source >= 0) {
                taken.set(source);
                check(words(column.meaning()), from.get(source), to.get(index));
                columns.add(source);
            } else {
                if (column.history() == History.NEEDED) {
                    missing.add(words(column.meaning()));
                }
                columns.add(column.initial() == Initial.ZERO ? TableMapping.ZERO : TableMapping.NULL);
            }
        }
        if (to.size() > now.columns().size()) {
            columns.add(from.size() - 1); // the weight
        }
        for (int index = 0; index < then.columns().size(); index++) {
            if (!taken.get(index) && then.columns().get(index).history() == History.NEEDED) {
                dropped.add(words(then.columns().get(index).meaning()));
            }
        }
        mappings.add(new TableMapping(now.name(), then.name(), columns));
    }

    private static int find(TableMeaning table, String meaning, BitSet taken) {
        for (int index = 0; index < table.columns().size(); index++) {
            if (!taken.get(index) && table.columns().get(index).meaning().equals(meaning)) {
                return index;
            }
        }
        return -1;
    }

    private static List<DataType> types(TableMeaning table, Map<String, List<DataType>> tables) {
        List<DataType> types = tables.get(table.name());
        if (types == null || types.size() - table.columns().size() < 0 || types.size() - table.columns().size() > 1) {
            throw MillraceException.internal("the meaning of the state table " + table + " is not that of " + types);
        }
        return types;
    }

    private void check(String what, DataType then, DataType now) {
        if (!Widening.isLossless(then, now)) {
            unfit.add(what + " was " + then.sql() + ", which does not fit into " + now.sql());
        }
    }

    /** The cells of an aggregate are told apart by a number, which says nothing to people. */
    private static String words(String meaning) {
        return meaning.replaceAll(":[0-9]+$", "").replace('[', '(').replace(']', ')');
    }
}
