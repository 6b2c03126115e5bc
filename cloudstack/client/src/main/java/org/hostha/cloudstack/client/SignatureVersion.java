package org.hostha.cloudstack.client;

/** Which of CloudStack's signatures a request carries. */
public enum SignatureVersion {

    /** The plain signature: valid as long as the keys are. */
    V1,

    /**
     * {@code signatureversion=3} with {@code expires}: a captured request is worthless minutes later. Needed where the
     * global setting {@code enforce.post.requests.and.timestamps} is on. Both clocks must roughly agree.
     */
    V3
}
