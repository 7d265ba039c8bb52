package cn.twonets.dispatch.casework;

class InMemoryCasesTest extends CasesContract {
    @Override
    Desk newDesk() {
        return new Desk();
    }
}
