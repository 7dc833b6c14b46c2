package io.millrace.testing.simulation;

import io.millrace.server.engine.EngineSettings.Consistency;

/**
 * How often barriers come, and what for.
 *
 * @param stepMillis the most time that passes in a step
 */
public record Pace(Consistency consistency, long intervalMillis, int stepMillis) {}
