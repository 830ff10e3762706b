#!/bin/sh
# Makes the BTF that kernel_types.c describes: build.sh OUT. Without -O1 parameters of functions have no names.
set -e
cd "$(dirname "$0")"
object=$(mktemp)
trap 'rm -f "$object"' EXIT
${CLANG:-clang-19} -target bpfel -mcpu=v3 -g -O1 -fno-ident -w -fdebug-compilation-dir=. -ffile-prefix-map="$PWD"=. \
  -c kernel_types.c -o "$object"
${OBJCOPY:-llvm-objcopy-19} -O binary --only-section=.BTF --set-section-flags .BTF=alloc "$object" "$1"
