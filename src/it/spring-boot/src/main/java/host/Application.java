package host;

import org.apache.camel.component.http.HttpComponent;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A host that labels its orders' comments. */
@SpringBootApplication
public class Application {
    /** The host's own, with a setting of its own. */
    @Bean
    HttpComponent http() {
        HttpComponent http = new HttpComponent();
        http.setFollowRedirects(true);
        return http;
    }

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }
}
