package org.hostha.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.Test;

public class AdminTest {

    @Test
    public void theCloudMonkeyLineHasVerbNounAndParametersInOrder() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("hostid", "7");
        parameters.put("provider", "kvmhaprovider");

        assertThat(Admin.cmk("configureHAForHost", parameters))
                .isEqualTo("cmk configure haforhost hostid=7 provider=kvmhaprovider");
    }

    @Test
    public void aPasswordIsMasked() {
        assertThat(Admin.cmk("configureOutOfBandManagement", Map.of("password", "hush")))
                .isEqualTo("cmk configure outofbandmanagement password=****");
    }
}
