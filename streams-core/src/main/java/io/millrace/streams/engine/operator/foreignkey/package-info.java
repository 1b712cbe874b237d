/**
 * The processors of a join along a foreign key, and what they send each other through topics. A row of the left table subscribes
 * to the key it refers to; where the right table lives, subscriptions are kept, and answered with the row they ask for; the answer
 * goes back to where the left row lives, and is joined with it if that is still the row that asked.
 */
@NullMarked
package io.millrace.streams.engine.operator.foreignkey;

import org.jspecify.annotations.NullMarked;
