package cn.twonets.resource.catalogue;

/** What sort of organization gives aid. */
public enum ProviderKind {
    /** An office of the government (部门). */
    DEPARTMENT,
    /** A bank or credit cooperative. */
    BANK,
    /** An insurer. */
    INSURER,
    /** A hospital or clinic. */
    HOSPITAL,
    /** A school or training centre. */
    SCHOOL,
    /** An enterprise that gives work. */
    EMPLOYER,
    /** A people's organization (群团组织), such as the federation of the disabled. */
    ASSOCIATION,
    /** A charity. */
    CHARITY,
    /** Party members and others who take on service posts (认领服务岗位). */
    VOLUNTEERS,
    /** None of these, or not said. */
    OTHER
}
