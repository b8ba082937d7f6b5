package org.analyzetext.localservice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two tiny projects, {@code Fields} with one label and {@code Moods} with any number, made anew in a temporary folder. */
final class TestProjects {
    static final String COOKING = "Stir the soup, add salt and butter, and bake the bread in the oven.";
    static final String SPORT = "The striker scored a goal and the team won the match in the stadium.";
    static final String DREARY = "rain rain fog cold grey tired";

    private static final String[][] FIELDS = {
        {"Cooking", "Boil the soup with salt and onions in a pot."},
        {"Cooking", "Bake bread with butter and flour in the oven."},
        {"Cooking", "Fry the fish, add salt and lemon, serve with bread."},
        {"Sport", "The team won the match with a late goal."},
        {"Sport", "A goal by the striker in the stadium."},
        {"Sport", "The runner won the race and the team cheered."}
    };
    private static final String[][] MOODS = {
        {"Sad,Wet", "rain rain fog tears"},
        {"Wet", "rain drizzle umbrella puddle"},
        {"Sad", "tears grief tired lonely"},
        {"Sad,Wet", "cold rain grey tears"},
        {"", "sunshine beach laughter picnic"},
        {"", "party music laughter dance"}
    };

    private TestProjects() {}

    static ProjectSettings fields(Path folder) {
        return ProjectSettings.of(
                write(folder.resolve("fields"), "Fields", "CustomSingleLabelClassification", FIELDS, false));
    }

    static ProjectSettings moods(Path folder) {
        return ProjectSettings.of(
                write(folder.resolve("moods"), "Moods", "customMultiLabelClassification", MOODS, true));
    }

    /** {@code Kitchen}, a project of entities: it knows soup and bread as Food and the oven as Tool. */
    static ProjectSettings kitchen(Path folder) {
        String labels = """
                {"metadata":{"projectName":"Kitchen","projectKind":"CustomEntityRecognition"},
                 "assets":{"projectKind":"CustomEntityRecognition","entities":[{"category":"Food"},{"category":"Tool"}],
                  "documents":[{"location":"recipe.txt","language":"en-us","entities":[
                   {"regionOffset":0,"regionLength":33,"labels":[
                    {"category":"Food","offset":5,"length":5},{"category":"Food","offset":16,"length":4},
                    {"category":"Tool","offset":28,"length":4}]}]}]}}
                """;
        try {
            Path kitchen = Files.createDirectories(folder.resolve("kitchen"));
            Files.writeString(kitchen.resolve("recipe.txt"), "Bake bread, eat soup by the oven.");
            return ProjectSettings.of(Files.writeString(kitchen.resolve("labels.json"), labels));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path folder, String name, String kind, String[][] documents, boolean mark) {
        StringBuilder json = new StringBuilder(mark ? "\uFEFF" : "")
                .append("{\"metadata\":{\"projectName\":\"" + name + "\",\"projectKind\":\"" + kind
                        + "\"},\"assets\":{\"projectKind\":\"" + kind + "\",\"documents\":[");
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < documents.length; i++) {
                String location = "document " + i + ".txt";
                Files.writeString(folder.resolve(location), documents[i][1]);
                json.append(i == 0 ? "" : ",")
                        .append("{\"location\":\"" + location + "\",\"language\":\"en-us\","
                                + classes(documents[i][0], mark) + "}");
            }
            return Files.writeString(folder.resolve("labels.json"), json.append("]}}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classes(String categories, boolean many) {
        if (!many) {
            return "\"class\":{\"category\":\"" + categories + "\"}";
        }
        String inner = categories.isEmpty()
                ? ""
                : "{\"category\":\"" + categories.replace(",", "\"},{\"category\":\"") + "\"}";
        return "\"classes\":[" + inner + "]";
    }
}
