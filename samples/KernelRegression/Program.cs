using KernelRegression;
using LowRank.Reporting;
using Samples;

return await SampleProgram.RunAsync(
    args, "Kernel ridge regression on Fashion-MNIST, exactly and from a few columns of the kernel matrix.", needsImages: true, run =>
{
    const int Part = 8000;
    int[] landmarks = [100, 200, 400, 800, 1600];
    ImageSet training = ImageSet.Read(run.DataFolder, "train", run.CancellationToken);
    ImageSet test = ImageSet.Read(run.DataFolder, "t10k", run.CancellationToken);
    List<RegressionResult> results = [];
    Show($"The first {Format.Count(Part)} training images", new Regression(training.Take(Part), test), isExactPossible: true);
    Show($"All {Format.Count(training.Count)} training images", new Regression(training, test), isExactPossible: false);
    run.WritePage("Kernel regression by Nyström", Report.Body(results, Part, training.Count));

    void Show(string title, Regression regression, bool isExactPossible)
    {
        Console.WriteLine(title);

        // Once before the clock runs: the first calls load and compile.
        _ = regression.FromLandmarks(landmarks[0], run.CancellationToken);
        if (isExactPossible)
        {
            Add(regression.Exactly(preconditionerRank: 0, run.CancellationToken));
            Add(regression.Exactly(preconditionerRank: 800, run.CancellationToken));
        }

        foreach (int count in landmarks)
        {
            Add(regression.FromLandmarks(count, run.CancellationToken));
        }
    }

    void Add(RegressionResult result)
    {
        results.Add(result);
        Console.WriteLine($"  {result.Name,-48} {Format.Seconds(result.Seconds),8}  {Format.Share(result.Accuracy)} right");
    }
});
