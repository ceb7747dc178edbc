using FashionComponents;
using LowRank.Reporting;
using Samples;

return await SampleProgram.RunAsync(args, "Principal components of Fashion-MNIST, drawn.", needsImages: true, run =>
{
    ImageSet training = ImageSet.Read(run.DataFolder, "train", run.CancellationToken);
    ImageSet test = ImageSet.Read(run.DataFolder, "t10k", run.CancellationToken);
    ComponentResult result = ComponentResult.Compute(training, test, componentCount: 100, run.CancellationToken);
    Console.WriteLine($"{result.Pca}");
    Console.WriteLine($"{result.Pca.ComponentCount} components of {Format.Count(training.Count)} images in "
        + $"{Format.Seconds(result.Seconds)}");
    foreach ((int count, double accuracy) in result.Accuracies)
    {
        Console.WriteLine($"  {count,3} components: {Format.Share(result.Explained(count)),7} of the variance; nearest class mean "
            + $"{Format.Share(accuracy)} right");
    }

    run.WritePage("Principal components of Fashion-MNIST", Report.Body(result));
});
