# The gain of one curve over another by R alone: reads "x y n second" lines, prints for gaussian noise (nls,
# port) and for binomial noise (optim) the shift, the ends of its profile interval with Gain's cut, the common
# log-likelihood and that with a shape for each. Floor 0, ceiling 0..1, slope 0.1..40, as the test asks.
d <- read.table(file("stdin"), col.names = c("x", "y", "n", "second"))
m <- nrow(d); k <- 4
curve <- function(p, shift) p[1] / (1 + exp(-exp(p[2]) * (d$x - p[3] + shift * d$second)))
normal <- function(rss) -m / 2 * (log(2 * pi * rss / m) + 1)
counts <- function(mu) {
  mu <- pmin(pmax(mu, 0.5 / d$n), 1 - 0.5 / d$n)
  sum(dbinom(round(d$y * d$n), d$n, mu, log = TRUE))
}
low <- c(1e-6, log(0.1), 18); high <- c(1, log(40), 28)
starts <- expand.grid(c = c(0.8, 1), k = log(c(1, 3, 6)), x = c(22, 22.5, 23, 23.5))
best <- function(loglik, lo, hi, starts) {
  most <- list(value = -Inf)
  for (i in seq_len(nrow(starts))) {
    f <- optim(as.numeric(starts[i, ]), function(p) -loglik(p), method = "L-BFGS-B", lower = lo, upper = hi,
               control = list(maxit = 2000, factr = 10))
    f <- optim(f$par, function(p) { q <- pmin(pmax(p, lo), hi); -loglik(q) + 1e3 * sum((p - q)^2) },
               control = list(maxit = 5000, reltol = 1e-14))
    f$par <- pmin(pmax(f$par, lo), hi)
    if (loglik(f$par) > most$value) most <- list(par = f$par, value = loglik(f$par))
  }
  most
}
report <- function(law) {
  of <- function(mu, keep = rep(TRUE, m)) {
    if (law == "gaussian") -sum((d$y - mu)[keep]^2) else {
      mu <- pmin(pmax(mu, 0.5 / d$n), 1 - 0.5 / d$n)
      sum(dbinom(round(d$y * d$n), d$n, mu, log = TRUE)[keep])
    }
  }
  loglik <- function(value) if (law == "gaussian") normal(-value) else value
  all <- best(function(p) of(curve(p, p[4])), c(low, -3), c(high, 3), merge(starts, data.frame(s = c(0, 0.5, 1))))
  if (law == "gaussian") {
    f <- nls(y ~ c / (1 + exp(-exp(k) * (x - x0 + s * second))), d, algorithm = "port",
             start = list(c = all$par[1], k = all$par[2], x0 = all$par[3], s = all$par[4]),
             lower = c(low, -3), upper = c(high, 3))
    all <- list(par = as.numeric(coef(f)), value = -sum(resid(f)^2))
  }
  f <- qf(0.95, 1, m - k); cut <- max(f, m * log(1 + f / (m - k)))
  near <- as.data.frame(rbind(all$par[1:3], as.matrix(expand.grid(0.9, log(c(1.5, 4)), c(22.4, 22.9)))))
  excess <- function(s) 2 * (loglik(all$value) - loglik(best(function(p) of(curve(p, s)), low, high, near)$value)) - cut
  end <- function(step) { # the outermost place where the excess changes sign
    out <- 0; inside <- 0
    repeat {
      out <- out + step
      e <- excess(all$par[4] + out)
      if (e < 0) inside <- out
      if (e > 10) break
    }
    uniroot(excess, all$par[4] + sort(c(inside, inside + step)), tol = 1e-6)$root
  }
  own <- sum(sapply(0:1, function(g) best(function(p) of(curve(p, 0), d$second == g), low, high, starts)$value))
  cat(law, sprintf("%.10g", c(all$par[4], end(-0.1), end(0.1), loglik(all$value), loglik(own))), "\n")
}
report("gaussian")
report("binomial")
