/** The example of the driver guide. */
package org.hostha.testkit.example;
