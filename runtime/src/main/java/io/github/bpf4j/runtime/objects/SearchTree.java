package io.github.bpf4j.runtime.objects;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Elements in an order that whoever adds them finds by descending from the root. Not safe for use by several threads.
 *
 * @param <E> what is in it
 */
/*
 * A treap: a search tree that is a heap by priorities that look random, hence of logarithmic depth whatever the order of additions.
 * The priorities are a fixed sequence, so the same additions give the same tree. C. R. Aragon, R. Seidel, Randomized Search Trees, 1989.
 */
final class SearchTree<E> {
    /** A place in the tree. */
    static final class Place<E> {
        private final E element;
        private final long priority;
        private @Nullable Place<E> parent;
        private @Nullable Place<E> left;
        private @Nullable Place<E> right;

        private Place(E element, long priority) {
            this.element = element;
            this.priority = priority;
        }

        E element() {
            return element;
        }

        @Nullable
        Place<E> child(boolean before) {
            return before ? left : right;
        }
    }

    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private final Map<E, Place<E>> places = new HashMap<>();
    private @Nullable Place<E> root;
    private long changes;
    private long sequence;

    /** The place at which to begin to descend; null if the tree is empty. */
    @Nullable
    Place<E> root() {
        return root;
    }

    /** How often the tree changed: who descends begins again if it has. */
    long changes() {
        return changes;
    }

    boolean contains(E element) {
        return places.containsKey(element);
    }

    /** Adds an element below a place that has no child there; the first one at null. */
    void add(E element, @Nullable Place<E> parent, boolean before) {
        sequence += STEP;
        Place<E> place = new Place<>(element, mixed(sequence));
        places.put(element, place);
        changes++;
        place.parent = parent;
        if (parent == null) {
            root = place;
            return;
        }
        if (before) {
            parent.left = place;
        } else {
            parent.right = place;
        }
        while (place.parent != null && place.parent.priority < place.priority) {
            rotateUp(place);
        }
    }

    private static long mixed(long value) {
        long once = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        return once ^ once >>> 31;
    }

    @SuppressWarnings("ReferenceEquality") // places are what they are
    private void rotateUp(Place<E> place) {
        Place<E> parent = place.parent;
        if (parent == null) {
            return;
        }
        if (place == parent.left) {
            parent.left = place.right;
            adopt(parent.left, parent);
            place.right = parent;
        } else {
            parent.right = place.left;
            adopt(parent.right, parent);
            place.left = parent;
        }
        replace(parent, place);
        parent.parent = place;
    }

    private static <E> void adopt(@Nullable Place<E> child, Place<E> parent) {
        if (child != null) {
            child.parent = parent;
        }
    }

    /** Puts a place, or nothing, where another was. */
    @SuppressWarnings("ReferenceEquality") // places are what they are
    private void replace(Place<E> old, @Nullable Place<E> place) {
        Place<E> above = old.parent;
        if (place != null) {
            place.parent = above;
        }
        if (above == null) {
            root = place;
        } else if (above.left == old) {
            above.left = place;
        } else {
            above.right = place;
        }
    }

    /** Takes an element out; false if it is not there. */
    boolean remove(E element) {
        Place<E> place = places.remove(element);
        if (place == null) {
            return false;
        }
        changes++;
        while (place.left != null && place.right != null) {
            rotateUp(place.left.priority > place.right.priority ? place.left : place.right);
        }
        replace(place, place.left != null ? place.left : place.right);
        return true;
    }

    /** The first element; null if there is none. */
    @Nullable
    E first() {
        Place<E> place = root;
        while (place != null && place.left != null) {
            place = place.left;
        }
        return place == null ? null : place.element;
    }

    /** Takes everything out. */
    List<E> clear() {
        List<E> all = new ArrayList<>(places.keySet());
        places.clear();
        root = null;
        changes++;
        return all;
    }
}
