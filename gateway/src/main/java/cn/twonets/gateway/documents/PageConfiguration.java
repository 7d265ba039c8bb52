package cn.twonets.gateway.documents;

import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the viewer's own files under {@code /docs/}, whatever version of it is on the class path. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {
    private static final String VIEWERS = "META-INF/resources/webjars/swagger-ui/";

    @Bean
    WebMvcConfigurer pageFiles() throws IOException {
        Resource[] found = new PathMatchingResourcePatternResolver()
                .getResources("classpath*:" + VIEWERS + "*/swagger-ui-bundle.js");
        String bundle = found[0].getURI().toString();
        String viewer = "classpath:" + bundle.substring(bundle.lastIndexOf(VIEWERS), bundle.lastIndexOf('/') + 1);
        return new WebMvcConfigurer() {
            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler("/docs/**").addResourceLocations("classpath:docs-page/", viewer);
            }
        };
    }
}
