package io.github.bpf4j.runtime.objects;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Something that owns objects: a list, a tree or a field that points to one. For whoever has the heap. */
sealed interface GraphRoot {
    /** A node in an object. */
    record Node(ProgramObject object, int offset) {
        long address() {
            return object.address + offset;
        }
    }

    /** What it owns, which is then forgotten. */
    Collection<? extends HeldObject> empty();

    /** A {@code struct bpf_list_head}. */
    record ObjectList(Deque<Node> nodes) implements GraphRoot {
        ObjectList() {
            this(new ArrayDeque<>());
        }

        @Override
        public List<ProgramObject> empty() {
            List<ProgramObject> owned = nodes.stream().map(Node::object).toList();
            nodes.forEach(node -> node.object().leave(node.offset()));
            nodes.clear();
            return owned;
        }
    }

    /** A {@code struct bpf_rb_root}. */
    record ObjectTree(SearchTree<Node> nodes) implements GraphRoot {
        ObjectTree() {
            this(new SearchTree<>());
        }

        @Override
        public List<ProgramObject> empty() {
            List<Node> all = nodes.clear();
            all.forEach(node -> node.object().leave(node.offset()));
            return all.stream().map(Node::object).toList();
        }
    }

    /** A field with a kernel pointer that is not null. */
    record Field(HeldObject object) implements GraphRoot {
        @Override
        public List<HeldObject> empty() {
            return List.of(object);
        }
    }
}
