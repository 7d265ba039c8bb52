package cn.twonets.intake.privacy;

class KeysInMemoryTest extends HouseholdKeysContract {
    @Override
    protected HouseholdKeys begin() {
        return new KeysInMemory();
    }
}
