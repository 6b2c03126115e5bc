/** What tests of drivers, providers and services stand on: conformance kits, simulated BMCs, stores in memory. */
package org.hostha.testkit;
