// How the processor computes with floats: a setting of each thread, which a foreign library may have changed.
#pragma once

namespace chorus {

/// Local. Rounding to nearest, denormal numbers as they are (neither inputs nor results taken as zero), no
/// traps, for this thread and those that it starts later. What libraries set that are loaded after it holds
/// again, so it is called once all are.
void use_exact_floats();

}  // namespace chorus
