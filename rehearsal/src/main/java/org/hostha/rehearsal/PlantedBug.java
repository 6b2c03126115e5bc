package org.hostha.rehearsal;

import org.hostha.core.Settings;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;

/** Something wrong in what stands between engine and world, to prove that the checks notice. */
interface PlantedBug {

    PlantedBug NONE = new PlantedBug() { };

    default HAStore in(HAStore store, World world) {
        return store;
    }

    default HAProvider in(HAProvider provider, World world) {
        return provider;
    }

    default Settings in(Settings settings) {
        return settings;
    }
}
