namespace KernelRegression;

/// <summary>One way to the weights, and how good they are.</summary>
/// <param name="Name">What was done.</param>
/// <param name="ImageCount">The number of training images.</param>
/// <param name="LandmarkCount">How many of them carry weights; null for all.</param>
/// <param name="Seconds">The time to the weights, with all kernel entries on the way.</param>
/// <param name="Accuracy">The share of the test images that they classify correctly.</param>
/// <param name="TraceShare">What the landmarks leave of the trace of K, as a share.</param>
internal sealed record RegressionResult(string Name, int ImageCount, int? LandmarkCount, double Seconds, double Accuracy, double TraceShare)
{
    /// <summary>Whether K itself was used.</summary>
    public bool IsExact => LandmarkCount is null;
}
