#!/bin/sh
# Compiles types.bpf.c and takes .BTF and .BTF.ext out of the objects.
set -e
cd "$(dirname "$0")"
for target in bpfel bpfeb; do
  object=$(mktemp)
  ${CLANG:-clang-19} -target $target -mcpu=v3 -g -O2 -fdebug-compilation-dir=. -ffile-prefix-map="$PWD"=. \
    -c types.bpf.c -o "$object"
  ${OBJCOPY:-llvm-objcopy-19} --dump-section .BTF=types.$target.btf --dump-section .BTF.ext=types.$target.btf-ext "$object"
  rm "$object"
done
