package cn.twonets.system.access;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/** Every route that a controller of the product serves, found in the classes themselves. */
final class ServedRoutes {
    private ServedRoutes() {
    }

    static Set<String> all() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Controller.class, true));
        Set<String> routes = new TreeSet<>();
        for (var found : scanner.findCandidateComponents("cn.twonets")) {
            Class<?> controller = Class.forName(found.getBeanClassName());
            RequestMapping root = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
            for (Method method : controller.getDeclaredMethods()) {
                RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping != null) {
                    add(routes, root == null ? new String[]{""} : root.path(), mapping);
                }
            }
        }
        return routes;
    }

    private static void add(Set<String> routes, String[] roots, RequestMapping mapping) {
        String[] paths = mapping.path().length == 0 ? new String[]{""} : mapping.path();
        RequestMethod[] methods = mapping.method().length == 0
                ? new RequestMethod[]{RequestMethod.GET}
                : mapping.method();
        for (String root : roots) {
            for (String path : paths) {
                for (RequestMethod method : methods) {
                    routes.add(method + " " + plain(root + path));
                }
            }
        }
    }

    /** Without what differs from service to service, and with one spelling for a trailing slash. */
    private static String plain(String path) {
        String named = path.replace("${spring.application.name}", "{service}").replace("{*", "/{").replace("//", "/");
        return named.length() > 1 && named.endsWith("/") ? named.substring(0, named.length() - 1) : named;
    }
}
