#include "widgets/panels/glossary.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

const QString kScheme = u"help:"_s;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(onset::Glossary)
};

} // namespace

const std::vector<Term> &glossary()
{
    static const std::vector<Term> terms{
        {u"verdict"_s, Words::tr("Verdict"),
         Words::tr("Whether and where the ability appears with scale, and whether that needs a threshold."),
         Words::tr(
             "Emergent: it appears, and a curve with a threshold beats every smooth one by ΔAICc 4 or more. "
             "Smooth "
             "onset: it appears, and a smooth curve explains it as well, though a jump would have been seen. "
             "Emergent "
             "by definition: it appears, but the models cannot tell a threshold from smooth growth, or only "
             "one model "
             "stands below. Present throughout, flat, inverse (falls with scale), below chance, unclear and "
             "insufficient (fewer than three scales) say what they are called. Of lines and power laws at "
             "most 5 in "
             "100 are called emergent; of a curve that bends like a parabola 37 to 44 are, as it is none of "
             "the "
             "rivals.")},
        {u"onset"_s, Words::tr("Onset by definition"),
         Words::tr("The first model from which on every one is above chance, smaller ones being at chance."),
         Words::tr(
             "After Wei et al. 2022: an ability is emergent if it is not present in smaller models but is in "
             "larger ones. Above means significantly, and by 5 points or more of a proportion. It lies "
             "between "
             "that model and the largest below it; the gap between the two limits how well it is known. It "
             "moves "
             "with the axis and with the metric.")},
        {u"chance"_s, Words::tr("Chance"),
         Words::tr("The score of guessing, from the file, a paper or yourself."),
         Words::tr(
             "Answers that are generated are taken to have chance 0. Where it is not known nothing is tested "
             "against it and there is no onset by definition; Data ▸ Chance levels sets it.")},
        {u"rivals"_s, Words::tr("Rivals"), Words::tr("Curves that explain the same scores differently."),
         Words::tr("Flat, line, saturating power law and power growth are smooth. Hinge, step, logistic, "
                   "Gompertz and "
                   "Richards have a place where something begins; the broken scaling law has one break. The "
                   "monotone "
                   "curve is a yardstick without a count of parameters. A click draws one.")},
        {u"aicc"_s, Words::tr("ΔAICc"),
         Words::tr("How much worse a rival explains the scores than the best one, its parameters paid for."),
         Words::tr("Akaike's criterion corrected for small samples (Hurvich & Tsai 1989). Below 2 two rivals "
                   "cannot be "
                   "told apart; 4 decides a verdict; above 10 hardly anything speaks for the worse one. A "
                   "rival with "
                   "as many parameters as models cannot be compared.")},
        {u"weight"_s, Words::tr("Weight"),
         Words::tr("A rival's share of the evidence among those that can be compared."),
         Words::tr(
             "exp(−Δ/2) of each, divided by their sum (Akaike weights). Not the probability that it is true: "
             "all of them may be wrong.")},
        {u"interval"_s, Words::tr("95 % interval"),
         Words::tr(
             "All values that the scores do not rule out at 5 %; an open end means that they set no limit."),
         Words::tr("Of parameters by profile likelihood, of scores after Wilson where the questions are "
                   "counted, else "
                   "1.96 standard errors.")},
        {u"band"_s, Words::tr("Band"),
         Words::tr(
             "Where the fitted curve lies in 95 of 100 repetitions of the measurement, place by place."),
         Words::tr(
             "Parametric bootstrap: scores are drawn anew from the fit and fitted again. It knows nothing of "
             "other rivals. While it is being made a draft of few replicates is shown.")},
        {u"scatter"_s, Words::tr("Scatter"),
         Words::tr("How far models lie about the curve beyond the noise of their own questions."),
         Words::tr(
             "τ in log-odds between models where the questions are counted; σ of the scores where they are "
             "not. It counts as a parameter.")},
        {u"break"_s, Words::tr("Break test"),
         Words::tr("How often chance alone would show a kink or a jump as large as the largest one seen."),
         Words::tr(
             "The place is searched for, and the p-value corrected for that search (Davies 1987; Hansen "
             "1996).")},
        {u"bigbench"_s, Words::tr("Linearity and breakthroughness"),
         Words::tr("Two numbers of BIG-bench, beside what guessing and a straight line reach by themselves."),
         Words::tr(
             "Srivastava et al. 2022. Of few models both can be large for nothing; so compare them with the "
             "values beside them.")},
        {u"gain"_s, Words::tr("Compute-equivalent gain"),
         Words::tr("How many times less compute one family needs for the same score as another."),
         Words::tr(
             "Both curves are fitted with one shape and a shift along the axis; its interval is by profile "
             "likelihood. It means little where the shapes differ, which is said.")},
        {u"crossover"_s, Words::tr("Crossover"),
         Words::tr("The scale from which on a prompting strategy gains over its baseline."),
         Words::tr("From fits of the same curve to both; told only where four of five bootstrap replicates "
                   "agree.")},
        {u"power"_s, Words::tr("Power"),
         Words::tr(
             "How likely a rise of a given size would have been noticed with these models and questions."),
         Words::tr(
             "A flat curve means little when the power is small: see the view of what is still flat. It may "
             "stay below 80 % for rises of any size, where a jump at the last model could not be told from "
             "smooth growth.")},
        {u"backtest"_s, Words::tr("Cut-off and forecast"),
         Words::tr("Models beyond the cut-off are held out, and the fit of the others foretells them."),
         Words::tr("The forecast knows only what the smaller models show: where they show no rise, none is "
                   "foreseen. "
                   "Press T, drag the line; onset backtest does it for many curves.")},
        {u"lens"_s, Words::tr("Metric lens"),
         Words::tr("The same scores through another metric: a sharp jump may be smooth in another one."),
         Words::tr("If all of l steps must be right, the share right of one is the l-th root of the score "
                   "(Schaeffer "
                   "et al. 2023). Fits are made of scores as measured and drawn through the lens.")},
    };
    return terms;
}

QString glossaryPage()
{
    QString page;
    for (const Term &term : glossary())
        page += u"<h3><a name='%1'></a>%2</h3><p><b>%3</b></p><p>%4</p>"_s.arg(
            term.key, term.name.toHtmlEscaped(), term.sentence.toHtmlEscaped(), term.more.toHtmlEscaped());
    return page;
}

QString termLink(const QString &key, const QString &shown, const QColor &colour)
{
    const auto term = std::ranges::find(glossary(), key, &Term::key);
    if (term == glossary().end())
        return shown;
    const QString tip = Words::tr("%1 Click for more.").arg(term->sentence).toHtmlEscaped();
    return u"<a href='%1%2' title='%3' style='color:%4;text-decoration:none'>%5</a>"_s.arg(
        kScheme, key, tip, colour.name(), shown);
}

QString termOf(const QString &link)
{
    return link.startsWith(kScheme) ? link.sliced(kScheme.size()) : QString();
}

} // namespace onset
