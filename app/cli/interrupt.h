#pragma once

#include "core/base/progress.h"

#include <csignal>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace onset::cli {

/// While it lives, Ctrl+C (SIGINT) and SIGTERM ask the work to stop instead of killing the program, so that
/// it can take back what it began. Made before any thread that should not hear the signals either.
class Interrupt final : public Progress
{
public:
    Interrupt()
    {
        sigset_t asked;
        sigemptyset(&asked);
        sigaddset(&asked, SIGINT);
        sigaddset(&asked, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &asked, &m_before);
        m_pending = signalfd(-1, &asked, SFD_CLOEXEC | SFD_NONBLOCK);
    }
    ~Interrupt() override
    {
        signalfd_siginfo heard;
        while (read(m_pending, &heard, sizeof heard) > 0) { // else they would strike below
        }
        close(m_pending);
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    [[nodiscard]] bool cancelled() const override
    {
        pollfd pending{m_pending, POLLIN, 0};
        return poll(&pending, 1, 0) > 0;
    }

private:
    sigset_t m_before{};
    int m_pending = -1;
};

} // namespace onset::cli
