package cn.twonets.standalone.up;

import cn.twonets.events.rights.Right;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The product's rights on the broker, as the local broker takes them. */
final class BrokerRights {
    private BrokerRights() {
    }

    static List<AclBinding> all() {
        return Right.all().stream().flatMap(right -> right.operations().stream().map(may -> binding(right, may)))
                .toList();
    }

    private static AclBinding binding(Right right, Right.Operation may) {
        ResourceType type = switch (right.kind()) {
            case TOPIC -> ResourceType.TOPIC;
            case GROUP -> ResourceType.GROUP;
        };
        AclOperation operation = switch (may) {
            case READ -> AclOperation.READ;
            case WRITE -> AclOperation.WRITE;
            case CREATE -> AclOperation.CREATE;
            case DESCRIBE -> AclOperation.DESCRIBE;
            case DESCRIBE_CONFIGS -> AclOperation.DESCRIBE_CONFIGS;
        };
        return new AclBinding(
                new ResourcePattern(type, right.name(), right.isPrefix() ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry("User:" + right.user().word(), "*", operation, AclPermissionType.ALLOW));
    }
}
