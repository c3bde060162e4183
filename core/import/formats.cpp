#include "core/import/formats.h"

#include "core/import/formats/annotations.h"
#include "core/import/formats/big_bench.h"
#include "core/import/formats/checkpoint_arrays.h"
#include "core/import/formats/epoch.h"
#include "core/import/formats/every_eval_ever.h"
#include "core/import/formats/helm.h"
#include "core/import/formats/inspect_log.h"
#include "core/import/formats/leaderboard.h"
#include "core/import/formats/lm_eval.h"
#include "core/import/formats/openlm.h"
#include "core/import/formats/openlm_tasks.h"
#include "core/import/formats/pass_at_k.h"
#include "core/import/formats/per_item.h"
#include "core/import/formats/train_log.h"
#include "core/import/tables/long_table.h"
#include "core/import/tables/models_table.h"
#include "core/import/tables/tidy.h"
#include "core/import/tables/wide.h"

#include <algorithm>
#include <array>

namespace onset {

std::span<const Format> formats()
{
    static const std::array all{
        Format{QStringLiteral("annotations"), annotations::recognises, annotations::read, {}},
        Format{
            QStringLiteral("per-item"), per_item::recognises, per_item::read, {QStringLiteral("args.log")}},
        Format{QStringLiteral("train-log"),
               train_log::recognises,
               train_log::read,
               {QStringLiteral("final.json")}},
        Format{QStringLiteral("train-summary"), train_log::recognisesSummary, train_log::readSummary, {}},
        Format{QStringLiteral("ladder-config"), train_log::recognisesConfig, train_log::readConfig, {}},
        Format{QStringLiteral("epoch-models"), epoch::recognisesModels, epoch::readModels, {}},
        Format{QStringLiteral("epoch-benchmark"), epoch::recognisesBenchmark, epoch::readBenchmark, {}},
        Format{QStringLiteral("models-table"), models_table::recognises, models_table::read, {}},
        Format{QStringLiteral("model-metadata"),
               models_table::recognisesMetadata,
               models_table::readMetadata,
               {}},
        Format{QStringLiteral("long"), long_table::recognises, long_table::read, {}},
        Format{QStringLiteral("tidy"), tidy::recognises, tidy::read, {}},
        Format{QStringLiteral("openlm"), openlm::recognises, openlm::read, openlm_tasks::fileNames()},
        Format{QStringLiteral("openlm-tasks"), openlm_tasks::recognises, openlm_tasks::read, {}},
        Format{QStringLiteral("helm"), helm::recognises, helm::read, {QStringLiteral("run_spec.json")}},
        Format{QStringLiteral("big-bench"), big_bench::recognises, big_bench::read, {}},
        Format{QStringLiteral("checkpoints"), checkpoint_arrays::recognises, checkpoint_arrays::read, {}},
        Format{QStringLiteral("pass-at-k"), pass_at_k::recognises, pass_at_k::read, {}},
        Format{QStringLiteral("inspect"), inspect_log::recognises, inspect_log::read, {}},
        Format{QStringLiteral("every-eval-ever"), every_eval_ever::recognises, every_eval_ever::read, {}},
        Format{QStringLiteral("lm-eval"), lm_eval::recognises, lm_eval::read, {}},
        Format{QStringLiteral("leaderboard"), leaderboard::recognises, leaderboard::read, {}, true},
        Format{QStringLiteral("leaderboard-json"), leaderboard::recognisesJson, leaderboard::readJson, {}},
        Format{QStringLiteral("wide"), wide::recognises, wide::read, {}, true},
    };
    return all;
}

const Format *formatNamed(const QString &name)
{
    const auto format = std::ranges::find(formats(), name, &Format::name);
    return format == formats().end() ? nullptr : &*format;
}

const Format *formatOf(const Outline &outline)
{
    const auto format =
        std::ranges::find_if(formats(), [&](const Format &known) { return known.recognises(outline); });
    return format == formats().end() ? nullptr : &*format;
}

} // namespace onset
