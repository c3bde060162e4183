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

/// One step of the whole work as a range of its progress.
class Part final : public Progress
{
public:
    Part(Progress &whole, double from, double to) : m_whole(whole), m_from(from), m_to(to) {}
    void report(double fraction) override { m_whole.report(m_from + (m_to - m_from) * fraction); }
    [[nodiscard]] bool cancelled() const override { return m_whole.cancelled(); }

private:
    Progress &m_whole;
    double m_from, m_to;
};

} // namespace onset
