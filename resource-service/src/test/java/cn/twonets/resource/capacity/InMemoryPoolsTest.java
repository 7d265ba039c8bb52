package cn.twonets.resource.capacity;

import cn.twonets.resource.testing.InMemoryPools;

class InMemoryPoolsTest extends PoolsContract {
    private final Pools pools = new InMemoryPools();

    @Override
    Pools pools() {
        return pools;
    }
}
