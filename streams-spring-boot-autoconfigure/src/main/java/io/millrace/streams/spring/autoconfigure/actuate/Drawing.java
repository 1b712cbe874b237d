package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.autoconfigure.actuate.TopologyGraph.Edge;
import io.millrace.streams.spring.autoconfigure.actuate.TopologyGraph.Group;
import io.millrace.streams.spring.autoconfigure.actuate.TopologyGraph.Item;

/** A language that drawings of topologies are written in. */
enum Drawing {

    /** Mermaid, which many readers of Markdown draw. */
    MERMAID {
        @Override
        String of(TopologyGraph graph) {
            StringBuilder text = new StringBuilder("flowchart TD\n");
            graph.topics()
                    .forEach(topic -> text.append("  ").append(item(topic)).append('\n'));
            for (Group group : graph.groups()) {
                text.append("  subgraph ")
                        .append(group.id())
                        .append('[')
                        .append(quoted(group.title()))
                        .append("]\n");
                group.items()
                        .forEach(item -> text.append("    ").append(item(item)).append('\n'));
                text.append("  end\n");
            }
            for (Edge edge : graph.edges()) {
                text.append("  ").append(edge.from()).append(edge.directed() ? " --> " : " --- ");
                text.append(edge.to()).append('\n');
            }
            return text.toString();
        }

        private static String item(Item item) {
            String name = quoted(item.name());
            return item.id()
                    + switch (item.kind()) {
                        case TOPIC -> "([" + name + "])";
                        case NODE -> "[" + name + "]";
                        case STORE -> "[(" + name + ")]";
                    };
        }

        private static String quoted(String name) {
            return '"' + name.replace("#", "#35;").replace("\"", "#quot;") + '"';
        }
    },

    /** DOT, the language of Graphviz. */
    DOT {
        @Override
        String of(TopologyGraph graph) {
            StringBuilder text = new StringBuilder("digraph topology {\n");
            graph.topics()
                    .forEach(topic -> text.append("  ").append(item(topic)).append('\n'));
            for (Group group : graph.groups()) {
                text.append("  subgraph cluster_").append(group.id()).append(" {\n    label=");
                text.append(quoted(group.title())).append(";\n");
                group.items()
                        .forEach(item -> text.append("    ").append(item(item)).append('\n'));
                text.append("  }\n");
            }
            for (Edge edge : graph.edges()) {
                text.append("  ").append(edge.from()).append(" -> ").append(edge.to());
                text.append(edge.directed() ? ";\n" : " [dir=none, style=dashed];\n");
            }
            return text.append("}\n").toString();
        }

        private static String item(Item item) {
            String shape = switch (item.kind()) {
                case TOPIC -> "cds";
                case NODE -> "box";
                case STORE -> "cylinder";
            };
            return item.id() + " [label=" + quoted(item.name()) + ", shape=" + shape + "];";
        }

        private static String quoted(String name) {
            return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    };

    /** Writes a drawing. */
    abstract String of(TopologyGraph graph);
}
