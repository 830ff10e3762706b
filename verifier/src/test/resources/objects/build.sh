#!/bin/sh
# Compiles every source for little-endian machines: NAME.o.
set -e
cd "$(dirname "$0")"
for name in facts unlicensed verify; do
  ${CLANG:-clang-19} -target bpfel -mcpu=v3 -g -O2 -fno-ident -Wall -Wno-unused-variable -Wno-unused-const-variable \
    -fdebug-compilation-dir=. -ffile-prefix-map="$PWD"=. -c $name.bpf.c -o $name.o
  ${OBJCOPY:-llvm-objcopy-19} --wildcard --remove-section='.debug_*' --remove-section='.rel.debug_*' $name.o
done
