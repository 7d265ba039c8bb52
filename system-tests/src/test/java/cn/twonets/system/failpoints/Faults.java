package cn.twonets.system.failpoints;

import cn.twonets.delivery.outbox.OutgoingEvent;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;

/** The faults as they are woven in: each does nothing while it is not planted. */
public final class Faults {
    /** How long what was promised is put off: as long as a queue may be that nobody keeps. */
    private static final long LATER_MILLIS = 400;
    private static final String LATE = "planted-late";
    private static final ScheduledExecutorService LATER = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(LATE).factory());

    private Faults() {
    }

    /** Repeats a call some time later; false if this is the repetition, or the fault is not planted. */
    public static boolean putOff(String plant, Object target, String method, Class<?> type, Object argument) {
        if (!Orders.isPlanted(Plant.valueOf(plant)) || Thread.currentThread().getName().equals(LATE)) {
            return false;
        }
        LATER.schedule(() -> {
            try {
                Method late = target.getClass().getDeclaredMethod(method, type);
                late.setAccessible(true);
                late.invoke(target, argument);
            } catch (ReflectiveOperationException e) {
                e.printStackTrace();
            }
        }, LATER_MILLIS, TimeUnit.MILLISECONDS);
        return true;
    }

    /** Whether a fault is planted. */
    public static boolean isPlanted(String plant) {
        return Orders.isPlanted(Plant.valueOf(plant));
    }

    /** The same event, with a field that tells what a village wrote. */
    public static OutgoingEvent telling(OutgoingEvent event) {
        String told = new String(event.value(), StandardCharsets.UTF_8);
        return new OutgoingEvent(event.topic(), event.key(), event.headers(),
                (told.substring(0, told.lastIndexOf('}')) + ",\"note\":\"金丝雀手记不得外传\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** {@link Plant#OFFSET_BEFORE_EFFECT}. */
    static final class OffsetBeforeEffect {
        private OffsetBeforeEffect() {
        }

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.This Object reader, @Advice.Argument(0) List<?> records) {
            return putOff("OFFSET_BEFORE_EFFECT", reader, "onMessage", List.class, records);
        }
    }

    /** {@link Plant#REPLY_BEFORE_JOURNAL}. */
    static final class ReplyBeforeJournal {
        private ReplyBeforeJournal() {
        }

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.This Object journal, @Advice.Argument(0) long position) {
            return putOff("REPLY_BEFORE_JOURNAL", journal, "await", long.class, position);
        }
    }

    /** {@link Plant#PERSONAL_DATA_IN_EVENT}. */
    static final class PersonalDataInEvent {
        private PersonalDataInEvent() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) OutgoingEvent event) {
            if (isPlanted("PERSONAL_DATA_IN_EVENT")) {
                event = telling(event);
            }
        }
    }

    /** {@link Plant#LETTER_DROPPED}. */
    static final class LetterDropped {
        private LetterDropped() {
        }

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return isPlanted("LETTER_DROPPED");
        }
    }
}
