/** The examples of the driver guide and of the provider guide. */
package org.hostha.testkit.example;
