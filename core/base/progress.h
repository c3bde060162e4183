#pragma once

namespace onset {

/// How long work tells how far it is, and hears that it should stop. Standard C++ only: the fits use it.
/// Called from the thread that works; an implementation must be safe to call from any thread.
class Progress
{
public:
    virtual ~Progress() = default;

    /// @param fraction  of the whole work done, in 0..1, never falling
    virtual void report(double fraction) { static_cast<void>(fraction); }

    /// True once the work should end; the worker then returns Cancelled and leaves no trace.
    [[nodiscard]] virtual bool cancelled() const { return false; }
};

} // namespace onset
