package io.github.bpf4j.verifier.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Frame.Entry;
import io.github.bpf4j.verifier.state.Marks;
import io.github.bpf4j.verifier.state.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When all is known of what matters in a kept state. */
class CheckpointTest {
    private static Checkpoint kept(@Nullable Checkpoint parent) {
        State state = new State(new Frame(0, 0, Entry.ROOT, 0), false, 0);
        return new Checkpoint(state, 0, new Segment(parent), new Marks());
    }

    @Test
    void stateIsSettledWhenItsLastPathHasEnded() {
        Checkpoint state = kept(null);
        state.openPath();
        assertThat(state.closePath()).isFalse();
        assertThat(state.isSettled()).isFalse();
        assertThat(state.closePath()).isTrue();
        assertThat(state.isSettled()).isTrue();
    }

    @Test
    void stateWaitsForWhatTheStatesItWaitsForWaitFor() {
        Checkpoint first = kept(null);
        Checkpoint second = kept(null);
        Checkpoint third = kept(null);
        first.waitFor(second);
        second.waitFor(third);
        first.closePath();
        second.closePath();
        assertThat(first.isSettled()).isFalse();
        third.closePath();
        assertThat(first.isSettled()).isTrue();
    }

    @Test
    void statesThatWaitForEachOtherAreSettledOnlyWhenAllThatEitherWaitsForIsFinished() {
        Checkpoint one = kept(null);
        Checkpoint other = kept(null);
        Checkpoint open = kept(null);
        one.waitFor(other);
        one.waitFor(open);
        other.waitFor(one);
        one.closePath();
        other.closePath();
        assertThat(other.isSettled()).as("the other, through the one").isFalse();
        assertThat(one.isSettled()).isFalse();
        open.closePath();
        assertThat(other.isSettled()).isTrue();
        assertThat(one.isSettled()).isTrue();
    }

    @Test
    void stateIsOnTheWayToItselfAndToWhatWasKeptAfterIt() {
        Checkpoint first = kept(null);
        Checkpoint second = kept(first);
        Checkpoint third = kept(second);
        Checkpoint branch = kept(first);
        assertThat(first.isOnTheWayTo(third)).isTrue();
        assertThat(third.isOnTheWayTo(third)).isTrue();
        assertThat(third.isOnTheWayTo(first)).isFalse();
        assertThat(branch.isOnTheWayTo(third)).isFalse();
    }

    @Test
    void stateThatNeverCoversIsDroppedAfterAFewMisses() {
        Checkpoint state = kept(null);
        assertThat(state.miss(3)).isTrue();
        assertThat(state.miss(3)).isTrue();
        assertThat(state.miss(3)).isTrue();
        assertThat(state.miss(3)).isFalse();
        state.hit();
        assertThat(state.miss(3)).as("a hit earns three more").isTrue();
    }
}
