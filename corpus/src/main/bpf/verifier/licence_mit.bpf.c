// SPDX-License-Identifier: Apache-2.0
// The cases of licence.h under a licence that is not compatible: each use fails.
#define LICENSE "MIT"
#define NO EINVAL
#include "licence.h"
