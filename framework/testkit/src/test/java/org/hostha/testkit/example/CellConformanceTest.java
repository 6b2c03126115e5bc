package org.hostha.testkit.example;

import org.hostha.testkit.ProviderConformanceKit;
import org.hostha.testkit.SimulatedCloud;

public class CellConformanceTest extends ProviderConformanceKit {

    @Override
    protected SimulatedCloud newCloud() throws Exception {
        return new SimulatedCells();
    }
}
