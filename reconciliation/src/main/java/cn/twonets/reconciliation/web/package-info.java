/** Reconciliation over HTTP: what this service owns, and the runs. */
@NullMarked
package cn.twonets.reconciliation.web;

import org.jspecify.annotations.NullMarked;
