using ImageCompression;
using LowRank;
using LowRank.Reporting;
using Samples;

return await SampleProgram.RunAsync(args, "Compresses pictures by low-rank decompositions.", needsImages: true, run =>
{
    ImageSet images = ImageSet.Read(run.DataFolder, "t10k", run.CancellationToken);
    (string Name, DenseMatrix<double> Picture)[] pictures =
    [
        ("A landscape, made by a formula", Pictures.Landscape(512, 768)),
        ("A mosaic of Fashion-MNIST", Pictures.Mosaic(images, 18, 28)),
    ];
    List<PictureResult> results = [];
    foreach ((string name, DenseMatrix<double> picture) in pictures)
    {
        Console.WriteLine($"{name}, {picture.RowCount} × {picture.ColumnCount} pixels");
        PictureResult result = PictureResult.Compute(name, picture, run.CancellationToken);
        foreach (Compressed one in result.Compressions)
        {
            Console.WriteLine($"  {one.Way.Name(),-28} rank {one.Rank,3}  {Format.Share(one.Share),9} of the bytes  error "
                + $"{Format.Error(one.Error)}  {Report.Decibels(one.SignalToNoise)}");
        }

        results.Add(result);
    }

    run.WritePage("Image compression", Report.Body(results));
});
