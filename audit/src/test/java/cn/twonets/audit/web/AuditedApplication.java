package cn.twonets.audit.web;

import cn.twonets.api.bulk.BulkAnswer;
import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.bulk.Made;
import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.api.sensitive.SensitiveRead;
import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.audit.file.Trail;
import cn.twonets.audit.file.TrailSettings;
import cn.twonets.audit.file.WriteObserver;
import cn.twonets.events.HouseholdId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A very small service whose acts and reads are written down. */
@SpringBootConfiguration
@EnableAutoConfiguration(excludeName = {"cn.twonets.delivery.spring.DeliveryAutoConfiguration",
        "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration"})
@Import(AuditedApplication.Desk.class)
public class AuditedApplication {
    /** What was really done. */
    static final AtomicInteger DONE = new AtomicInteger();

    @Bean(destroyMethod = "close")
    Trail trail(@Value("${test.audit}") Path folder) {
        return new Trail("desk", TrailSettings.in(folder), Clock.systemUTC(), new WriteObserver() {
            @Override
            public void kept(long entries) {
                // not looked at here
            }

            @Override
            public void refused() {
                // not looked at here
            }

            @Override
            public void outcomeLost() {
                // not looked at here
            }
        });
    }

    @Bean
    SensitiveReads reads(Trail trail) {
        return new RecordedReads(trail);
    }

    @Bean
    ItemOutcomes itemOutcomes() {
        return new ItemOutcomes();
    }

    @Bean
    WebMvcConfigurer acts(Trail trail) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(new ActRecording(trail)).addPathPatterns("/api/**");
            }
        };
    }

    record Accepted(String id) implements Made {
        @Override
        public String made() {
            return id;
        }
    }

    @RestController
    static class Desk {
        private final SensitiveReads reads;

        Desk(SensitiveReads reads) {
            this.reads = reads;
        }

        @PostMapping("/api/v1/things")
        ResponseEntity<Accepted> create() {
            DONE.incrementAndGet();
            return ResponseEntity.created(URI.create("/api/v1/things/thing-0001")).body(new Accepted("thing-0001"));
        }

        @PostMapping("/api/v1/things/{id}/act")
        Accepted act(@PathVariable String id, Caller caller) {
            caller.require(Role.GRID_LEADER);
            DONE.incrementAndGet();
            return new Accepted(id);
        }

        @PostMapping("/api/v1/things/{id}/parts/{post}/act")
        Accepted actOnPart(@PathVariable String id, @PathVariable String post) {
            DONE.incrementAndGet();
            return new Accepted(id + ":" + post);
        }

        @PostMapping("/api/v1/things/{id}/break")
        Accepted breakDown(@PathVariable String id) {
            throw new IllegalStateException("CANARY-in-a-message");
        }

        @PostMapping("/api/v1/thing-batches")
        BulkAnswer<Accepted> batch() {
            DONE.incrementAndGet();
            return new BulkAnswer<>(List.of(ItemResult.created("13800005678", new Accepted("thing-0002")),
                    ItemResult.duplicate("b", new Accepted("thing-0003")),
                    ItemResult.rejected("张三", Refusal.of(StandardProblem.CONFLICT)),
                    ItemResult.rejected("d-4", Refusal.notFound())));
        }

        @SensitiveRead
        @GetMapping("/api/v1/households/{id}")
        Accepted read(@PathVariable HouseholdId id, Caller caller) {
            if (!id.value().equals("household-1")) {
                throw Refusal.notFound();
            }
            reads.record(caller, List.of(id), "home-visit", "masked-people,facts");
            DONE.incrementAndGet();
            return new Accepted(id.value());
        }

        @SensitiveRead
        @PostMapping("/api/v1/households/{id}/disclosure")
        Accepted disclose(@PathVariable HouseholdId id, Caller caller) {
            return read(id, caller);
        }

        @GetMapping("/api/v1/things/{id}")
        Accepted ordinary(@PathVariable String id) {
            return new Accepted(id);
        }
    }
}
