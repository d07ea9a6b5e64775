package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/util/grpcx"
	"google.golang.org/grpc"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"
)

// Beam's Go library tells a job service a fixed set of options. What else its
// runner understands is added here, to the request that it sends.

// flinkOptions are given to Flink unless the user says otherwise.
var flinkOptions = map[string]string{
	// Tasks wait for whole inputs. They then need not run all at once, so that a
	// job can have more of them than the cluster has slots; and what is done stays
	// done when a machine is lost.
	"execution_mode_for_batch": "BATCH_FORCED",
	// Workers live on from one step to the next, with their models loaded.
	"environment_cache_millis": "60000",
}

// options is a flag that takes NAME=VALUE each time it is given.
type options map[string]string

func (o options) String() string { return "" }

func (o options) Type() string { return "NAME=VALUE" }

func (o options) Set(s string) error {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return fmt.Errorf("%q is not NAME=VALUE", s)
	}
	o[name] = value
	return nil
}

// tellJobService adds options to the jobs that this process submits.
func tellJobService(more options) {
	add := func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
		if job, ok := req.(*jobpb.PrepareJobRequest); ok {
			for name, value := range more {
				job.PipelineOptions.Fields["beam:option:"+name+":v1"] = structpb.NewStringValue(value)
			}
		}
		return invoke(ctx, method, req, reply, cc, opts...)
	}
	grpcx.Dial = func(ctx context.Context, endpoint string, timeout time.Duration) (*grpc.ClientConn, error) {
		cc, err := grpc.NewClient(endpoint, grpc.WithTransportCredentials(insecure.NewCredentials()),
			grpc.WithUnaryInterceptor(add), grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32)))
		if err != nil {
			return nil, fmt.Errorf("the job service at %s: %w", endpoint, err)
		}
		ctx, stop := context.WithTimeout(ctx, timeout)
		defer stop()
		cc.Connect()
		for state := cc.GetState(); state != connectivity.Ready; state = cc.GetState() {
			if !cc.WaitForStateChange(ctx, state) {
				return nil, errors.Join(fmt.Errorf("the job service at %s cannot be reached: %w", endpoint, ctx.Err()), cc.Close())
			}
			cc.Connect()
		}
		return cc, nil
	}
}
