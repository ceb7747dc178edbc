namespace LowRank.ColumnRowProducts;

/// <summary>The user's probabilities, checked against the terms.</summary>
internal static class CustomProbabilities
{
    /// <summary>The same over their sum.</summary>
    public static double[] Checked(IReadOnlyList<double> given, TermNorms norms)
    {
        const string Name = nameof(ColumnRowOptions.CustomProbabilities);
        if (given.Count != norms.Count)
        {
            ColumnRowOptions.Refuse(Name, $"There are {given.Count} probabilities for {norms.Count} terms.");
        }

        double largest = 0;
        for (int i = 0; i < given.Count; i++)
        {
            if (!(given[i] >= 0 && double.IsFinite(given[i])))
            {
                ColumnRowOptions.Refuse(Name, $"Probability {i} is {given[i]}; it must be finite and not negative.");
            }

            if (given[i] == 0 && norms.Weights[i] > 0)
            {
                ColumnRowOptions.Refuse(Name, $"Probability {i} is 0, but term {i} is not: the product would be biased.");
            }

            largest = Math.Max(largest, given[i]);
        }

        if (largest == 0 && given.Count > 0)
        {
            ColumnRowOptions.Refuse(Name, "All probabilities are 0.");
        }

        double sum = given.Sum(p => p / largest);
        return [.. given.Select(p => p / largest / sum)];
    }
}
