package host;

import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes comments, and answers with their labels. */
@RestController
@RequestMapping("/comments")
class Comments {
    private final ProducerTemplate camel;
    private final Labels labels;

    Comments(ProducerTemplate camel, Labels labels) {
        this.camel = camel;
        this.labels = labels;
    }

    /** Answers when the comments are on disk; a restart loses none. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    void add(@RequestBody List<Map<String, Object>> comments) {
        camel.sendBody("direct:analyze-text", comments);
    }

    /** The labels of a comment; 404 while it has none. */
    @GetMapping("/{id}")
    ResponseEntity<Map<String, List<String>>> labels(@PathVariable String id) {
        return ResponseEntity.of(labels.of(id));
    }
}
