# Sourced by the other scripts: finds a JDK 25 or later and Maven, or says what is missing.
# Sets ROOT (the folder of the repository) and JAVA_HOME.

jdk_version() { # folder: sets version, to nothing if it holds no JDK; starts no other process, for each command waits for this
    version=
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        'JAVA_VERSION="'[0-9]*)
            version=${line#'JAVA_VERSION="'}
            version=${version%%[!0-9]*}
            return 0
            ;;
        esac
    done <"$1/release"
}

jdk_fits() { # folder
    jdk_version "$1"
    [ -n "$version" ] && [ "$version" -ge 25 ]
}

on_path() { # the home of the javac on the PATH, through symbolic links
    found=$(command -v javac 2>/dev/null) || return 0
    while [ -L "$found" ]; do
        target=$(readlink "$found")
        case $target in
        /*) found=$target ;;
        *) found=$(dirname "$found")/$target ;;
        esac
    done
    dirname "$(dirname "$found")"
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
        return 0
    fi
    home=$(on_path)
    if [ -n "$home" ] && jdk_fits "$home"; then
        JAVA_HOME=$home
        return 0
    fi
    best=0
    for home in /usr/lib/jvm/* /usr/java/* /usr/local/java/* /usr/local/lib/jvm/* /opt/java* /opt/java/* /opt/*jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        "${HOME:-}"/.local/share/mise/installs/java/* "${HOME:-}"/.asdf/installs/java/*; do
        if jdk_fits "$home" && [ "$version" -gt "$best" ]; then
            best=$version
            JAVA_HOME=$home
        fi
    done
    [ "$best" -gt 0 ]
}

if ! find_jdk; then
    sed -n 's|.*<jdk.sentence>\(.*\)</jdk.sentence>.*|\1|p' "$ROOT/pom.xml" >&2
    exit 2
fi
export JAVA_HOME

# The system Maven uses what JDK 25 warns about; the warning is not about bpf4j.
export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"

need_maven() {
    command -v mvn >/dev/null 2>&1 && return 0
    echo "bpf4j needs Maven 3.8.7 or later to build: apt-get install maven, or brew install maven" >&2
    exit 2
}
