package cn.twonets.system.contracts;

import cn.twonets.api.problem.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/** Every kind of problem that any module of the product can answer with, found among its classes. */
final class ProblemTypes {
    private ProblemTypes() {
    }

    /** Of all modules, by bundle, then by the name of the enum, then as they are declared. */
    static List<ProblemType> all() {
        List<Class<?>> enums = new ArrayList<>();
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AssignableTypeFilter(ProblemType.class));
        for (BeanDefinition found : scan.findCandidateComponents("cn.twonets")) {
            Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()),
                    ProblemTypes.class.getClassLoader());
            if (!type.isEnum()) {
                throw new IllegalStateException(type + " is a kind of problem and no enum: it cannot be listed");
            }
            enums.add(type);
        }
        return enums.stream()
                .sorted(Comparator.comparing(Class::getName))
                .flatMap(type -> Arrays.stream(type.getEnumConstants()))
                .map(ProblemType.class::cast)
                .sorted(Comparator.comparing(ProblemType::bundle))
                .toList();
    }
}
