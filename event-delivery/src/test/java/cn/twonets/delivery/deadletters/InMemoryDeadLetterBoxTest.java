package cn.twonets.delivery.deadletters;

import cn.twonets.delivery.memory.InMemoryDeadLetterBox;

class InMemoryDeadLetterBoxTest extends DeadLetterBoxContract {
    private final InMemoryDeadLetterBox box = new InMemoryDeadLetterBox();

    @Override
    protected DeadLetterBox box() {
        return box;
    }
}
