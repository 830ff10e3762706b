package io.github.bpf4j.runtime;

/**
 * What lives in a runtime: all zero when everything was closed (timers spec 3.9).
 *
 * @param maps maps that something refers to
 * @param programs programs that something refers to
 * @param links links that something refers to
 * @param files open file descriptions
 * @param pins names in the file system of pins
 * @param userReferences references on maps that keep their timers going
 * @param programReferencesOfTimers references on programs that timers with a callback hold
 * @param runningCallbacks callbacks of timers that execute
 * @param programObjects objects that programs allocated, masks of CPUs too, and that something holds or owns
 * @param socketReferences references on sockets that runs hold which go on
 * @param kernelReferences references on tasks, control groups and files of the world that runs hold and values of maps own
 */
public record ObjectCounters(
        int maps,
        int programs,
        int links,
        int files,
        int pins,
        int userReferences,
        int programReferencesOfTimers,
        int runningCallbacks,
        int programObjects,
        int socketReferences,
        int kernelReferences) {
    /** Nothing at all. */
    public static final ObjectCounters NONE = new ObjectCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
