/** The failures that the demo stages, what must come of each, and what was seen. */
package org.hostha.demo.acts;
