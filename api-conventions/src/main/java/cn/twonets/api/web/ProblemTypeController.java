package cn.twonets.api.web;

import cn.twonets.api.problem.Language;
import cn.twonets.api.problem.ProblemLibrary;
import cn.twonets.api.problem.ProblemLibrary.Explanation;
import cn.twonets.api.problem.Refusal;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Answers at the address that a problem's {@code type} names. */
@Controller
final class ProblemTypeController {
    private final ProblemLibrary library;

    ProblemTypeController(ProblemLibrary library) {
        this.library = library;
    }

    @GetMapping("/problems/{slug}")
    ResponseEntity<Explanation> explain(@PathVariable String slug) {
        return ResponseEntity.ok(library.find(slug, Language.current()).orElseThrow(Refusal::notFound));
    }
}
