package org.analyzetext.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.analyzetext.document.Json;

/** An evaluation as JSON, for programs. */
final class EvaluationJson {
    private EvaluationJson() {}

    /**
     * {@code tasks[]} of {@code task}, {@code documents}, {@code micro}, {@code macro}, {@code weighted},
     * {@code exactMatch}, {@code classes[]}, {@code confusion[]}, {@code changed}; and what could not be compared.
     */
    static ObjectNode of(Evaluation evaluation) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        ArrayNode tasks = root.putArray("tasks");
        evaluation.tasks().forEach((name, task) -> tasks.add(task(name, task)));
        root.put("unmatched", evaluation.unmatched().all());
        root.put("unanswered", evaluation.unanswered().all());
        root.put("deadLetters", evaluation.deadLetters().all());
        root.put("duplicates", evaluation.duplicates().all());
        ArrayNode warnings = root.putArray("warnings");
        evaluation.warnings().forEach(warnings::add);
        return root;
    }

    private static ObjectNode task(String name, TaskEvaluation task) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("task", name);
        node.put("multiLabel", task.isMulti());
        ArrayNode models = node.putArray("models");
        task.models().forEach(models::add);
        node.put("documents", task.documents());
        node.set("micro", score(task.micro()));
        node.set("macro", score(task.macro()));
        node.set("weighted", score(task.weighted()));
        node.put("exactMatch", task.exactMatch());
        ArrayNode classes = node.putArray("classes");
        task.classes().forEach((each, counts) -> {
            ObjectNode own = score(counts.score());
            own.put("class", each);
            own.put("support", counts.support());
            own.put("truePositives", counts.right());
            own.put("falsePositives", counts.wrong());
            own.put("falseNegatives", counts.missed());
            classes.add(own);
        });
        ArrayNode confusion = node.putArray("confusion");
        task.confusion()
                .forEach((person, row) -> row.forEach((given, count) -> confusion
                        .addObject()
                        .put("person", person)
                        .put("given", given)
                        .put("documents", count)));
        Changes changes = task.changes();
        if (changes != null) {
            changes(node, task, changes);
        }
        return node;
    }

    private static void changes(ObjectNode node, TaskEvaluation task, Changes changes) {
        node.put("changed", changes.changed());
        node.put("compared", changes.compared());
        node.put("rightNow", changes.better());
        node.put("wrongNow", changes.worse());
        ArrayNode moves = node.putArray("moves");
        changes.moves()
                .forEach((move, count) -> moves.addObject().put("move", move).put("documents", count));
        ArrayNode deltas = node.putArray("deltas");
        for (Map.Entry<String, ClassCounts> each : task.classes().entrySet()) {
            ClassCounts before = changes.scores().getOrDefault(each.getKey(), new ClassCounts());
            double now = each.getValue().score().f1();
            deltas.addObject()
                    .put("class", each.getKey())
                    .put("f1Before", before.score().f1())
                    .put("f1", now)
                    .put("delta", now - before.score().f1());
        }
    }

    private static ObjectNode score(Score score) {
        return Json.MAPPER
                .createObjectNode()
                .put("precision", score.precision())
                .put("recall", score.recall())
                .put("f1", score.f1());
    }
}
