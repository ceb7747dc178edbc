using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Selection;

/// <summary>What becomes of scores.</summary>
internal enum ScoreRule
{
    /// <summary>The columns of the largest scores, largest first.</summary>
    Largest,

    /// <summary>Columns drawn in proportion to their scores, without replacement.</summary>
    Drawn,
}

/// <summary>A selector that gives every column a score.</summary>
internal abstract class ScoreSelector<T>(ScoreRule rule) : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public Selected<T> Select(SelectionProblem<T> problem)
    {
        double[] scores = Scores(problem);
        if (rule == ScoreRule.Drawn)
        {
            return new Selected<T>(new IndexSampler(problem.Options.Seed).DrawDistinct(scores, problem.Limit));
        }

        int[] columns = new int[problem.Limit];
        double units = problem.Tuning.ScoreTieUnits * Scalar<T>.Epsilon;
        for (int k = 0; k < columns.Length; k++)
        {
            columns[k] = Ties.FirstLargest(scores, units * scores.Max());
            scores[columns[k]] = double.NegativeInfinity;
        }

        return new Selected<T>(columns);
    }

    /// <summary>A number for each column, none negative.</summary>
    protected abstract double[] Scores(SelectionProblem<T> problem);
}
