#!/bin/sh
# Compiles every source for both byte orders: NAME.bpfel.o and NAME.bpfeb.o.
set -e
cd "$(dirname "$0")"
for target in bpfel bpfeb; do
  for name in programs inner unsupported kfuncs plain kconfig kconfig_types legacy struct_ops; do
    debug=-g
    [ $name = plain ] && debug=
    ${CLANG:-clang-19} -target $target -mcpu=v3 $debug -O2 -fno-ident -Wall -Wno-unused-variable -Wno-unused-const-variable \
      -fdebug-compilation-dir=. -ffile-prefix-map="$PWD"=. -c $name.bpf.c -o $name.$target.o
    ${OBJCOPY:-llvm-objcopy-19} --wildcard --remove-section='.debug_*' --remove-section='.rel.debug_*' $name.$target.o
  done
done
# Sources of many small objects: as many cases of each.
for cases in badmaps:21 badkconfig:10 badlegacy:5; do
  name=${cases%:*}
  mkdir -p $name
  for case in $(seq ${cases#*:}); do
    ${CLANG:-clang-19} -target bpfel -mcpu=v3 -g -O2 -fno-ident -Wno-everything -DCASE=$case -fdebug-compilation-dir=. \
      -ffile-prefix-map="$PWD"=. -c $name.bpf.c -o $name/$case.o
    ${OBJCOPY:-llvm-objcopy-19} --wildcard --remove-section='.debug_*' --remove-section='.rel.debug_*' $name/$case.o
  done
done
