package host;

import java.util.List;
import java.util.Map;
import org.analyzetext.AnalyzeText;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** Has three comments labelled, prints the labels and ends. */
public final class Application {
    private Application() {}

    public static void main(String[] args) throws Exception {
        Comments comments = new Comments();
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setLocation("classpath:application.properties");
            // Before the context starts: it checks the configuration and adds the module's routes.
            AnalyzeText.install(camel);
            camel.addRoutes(comments);
            camel.start();
            comments.label(
                    camel,
                    List.of(
                            Map.of("id", "1", "text", "My invoice is wrong: I was charged twice."),
                            Map.of("id", "2", "text", "I can't sign in, the password is refused."),
                            Map.of("id", "3", "text", "Where is my parcel?")));
        }
        comments.labels().forEach((id, labels) -> System.out.println(id + " " + labels));
    }
}
